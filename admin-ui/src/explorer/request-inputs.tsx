import { Indicator, Tabs } from "@mantine/core";
import type { GraphQLSchema } from "graphql";
import { useTranslation } from "react-i18next";
import { readJsonObject } from "../api/json-object.ts";
import { readHeaders } from "../api/request-headers.ts";
import classes from "./explorer.module.css";
import { formatJson } from "./format-json.ts";
import { JsonEditor } from "./json-editor.tsx";
import { VariablesEditor } from "./variables-editor.tsx";

type RequestInputsProps = {
  schema: GraphQLSchema | null;
  operation: string;
  variables: string;
  onVariables: (text: string) => void;
  headers: string;
  onHeaders: (text: string) => void;
  onRun: () => void;
};

/** What goes with the operation. A dot marks text that can't be sent. */
export function RequestInputs(props: RequestInputsProps) {
  const { schema, operation, variables, onVariables, headers, onHeaders, onRun } = props;
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
        <VariablesEditor
          schema={schema}
          operation={operation}
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
