import { Indicator, Tabs } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { readJsonObject } from "../api/json-object.ts";
import { readHeaders } from "../api/request-headers.ts";
import classes from "./explorer.module.css";
import { formatJson } from "./format-json.ts";
import { JsonEditor } from "./json-editor.tsx";

type RequestInputsProps = {
  variables: string;
  onVariables: (text: string) => void;
  headers: string;
  onHeaders: (text: string) => void;
  onRun: () => void;
};

/** What goes with the operation. A dot marks text that can't be sent. */
export function RequestInputs({ variables, onVariables, headers, onHeaders, onRun }: RequestInputsProps) {
  const { t } = useTranslation();
  return (
    <Tabs defaultValue="variables" className={classes.pane} variant="default">
      <Tabs.List className={classes.inputTabs}>
        <InputTab
          value="variables"
          name={t("explorer.variables")}
          isBroken={readJsonObject(variables).kind === "invalid"}
        />
        <InputTab
          value="headers"
          name={t("explorer.headers")}
          isBroken={readHeaders(headers).kind === "invalid"}
        />
      </Tabs.List>
      <Tabs.Panel value="variables" className={classes.fill}>
        <JsonEditor
          label={t("explorer.variables")}
          hint='{ "name": "value" }'
          value={variables}
          onChange={onVariables}
          onRun={onRun}
          onFormat={() => onVariables(formatJson(variables))}
        />
      </Tabs.Panel>
      <Tabs.Panel value="headers" className={classes.fill}>
        <JsonEditor
          label={t("explorer.headers")}
          hint='{ "authorization": "Bearer ..." }'
          value={headers}
          onChange={onHeaders}
          onRun={onRun}
          onFormat={() => onHeaders(formatJson(headers))}
        />
      </Tabs.Panel>
    </Tabs>
  );
}

function InputTab({ value, name, isBroken }: { value: string; name: string; isBroken: boolean }) {
  return (
    <Tabs.Tab value={value} className={classes.inputTab}>
      <Indicator disabled={!isBroken} color="red" size={6} offset={-4} position="middle-end">
        {name}
      </Indicator>
    </Tabs.Tab>
  );
}
