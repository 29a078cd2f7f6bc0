import { json, jsonParseLinter } from "@codemirror/lang-json";
import { linter } from "@codemirror/lint";
import { Button, Group } from "@mantine/core";
import { IconBraces } from "@tabler/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { CodeEditor } from "../code/code-editor.tsx";
import classes from "./code-frame.module.css";
import { growing } from "./growing-editor.ts";
import { InvalidValue } from "./invalid-value.ts";
import { jsonText, readJson } from "./json-text.ts";

type Props = {
  label: string;
  value: unknown;
  onChange: (value: unknown) => void;
  hasError: boolean;
  isDisabled: boolean;
};

const parseLinter = jsonParseLinter();
const extensions = [
  json(),
  linter((view) => (view.state.doc.toString().trim() === "" ? [] : parseLinter(view))),
  growing,
];

/** JSON with a syntax check. Text that is none is kept as it is. Loaded when it is drawn. */
export function JsonEditor({ label, value, onChange, hasError, isDisabled }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<{ text: string; value: unknown } | null>(null);
  const text = draft !== null && Object.is(draft.value, value) ? draft.text : jsonText(value);
  const type = (typed: string) => {
    const read = readJson(typed);
    const next = "value" in read ? read.value : new InvalidValue(typed, t("fields.notJson", read));
    setDraft({ text: typed, value: next });
    onChange(next);
  };
  const format = () => setDraft(null);
  const canFormat = !isDisabled && !(value instanceof InvalidValue) && text !== jsonText(value);
  return (
    <>
      <div
        className={classes.frame}
        data-error={hasError || undefined}
        data-disabled={isDisabled || undefined}
      >
        <CodeEditor
          label={label}
          value={text}
          {...(isDisabled ? {} : { onChange: type, onFormat: format })}
          extensions={extensions}
          key={isDisabled ? "reading" : "editing"}
        />
      </div>
      {canFormat && (
        <Group justify="flex-end" mt={4}>
          <Button
            variant="subtle"
            color="gray"
            size="compact-xs"
            leftSection={<IconBraces size={14} />}
            onClick={format}
          >
            {t("fields.format")}
          </Button>
        </Group>
      )}
    </>
  );
}
