import { Button, Group, Text, Textarea } from "@mantine/core";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { lazyPart } from "../../parts/lazy-part.ts";
import { FieldGroup } from "../field-group.tsx";
import { InvalidValue } from "../invalid-value.ts";
import type { InputProps } from "../kind.ts";
import { StoredJson } from "../stored-json.tsx";
import { textOrNull } from "../text-value.ts";
import { readRichText } from "./document.ts";
import { lostOf } from "./html-form.ts";

const RichTextEditor = lazyPart(() =>
  import("./rich-text-editor.tsx").then((file) => ({ default: file.RichTextEditor })),
);

/** Formatted text. What our editor would not keep as it is, is edited as it is stored. */
export function RichTextInput(props: InputProps) {
  return (
    <FieldGroup input={props}>
      <FormOf {...props} />
    </FieldGroup>
  );
}

function FormOf(props: InputProps) {
  const [isConverted, setConverted] = useState(false);
  const read = readRichText(props.value);
  if (read.form === "foreign" || props.value instanceof InvalidValue) return <Foreign {...props} />;
  const lost = read.form === "html" && !isConverted ? lostOf(read.html) : [];
  if (lost.length > 0) return <Html {...props} lost={lost} onConvert={() => setConverted(true)} />;
  return <RichTextEditor {...props} />;
}

/** The document of another editor. */
function Foreign(props: InputProps) {
  const { t } = useTranslation();
  return (
    <>
      <Text size="xs" c="dimmed" mb={6}>
        {t("fields.foreignDocument")}
      </Text>
      <StoredJson {...props} />
    </>
  );
}

/** HTML with more in it than the editor keeps. */
function Html({ lost, onConvert, ...props }: InputProps & { lost: string[]; onConvert: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Group justify="space-between" gap="xs" mb={6}>
        <Text size="xs" c="dimmed" flex={1} miw={200}>
          {t("fields.htmlSource", { lost: lost.join(", ") })}
        </Text>
        {!props.isDisabled && (
          <Button variant="default" size="compact-xs" onClick={onConvert}>
            {t("fields.editFormatted")}
          </Button>
        )}
      </Group>
      <Textarea
        aria-label={props.label}
        autosize
        minRows={4}
        maxRows={20}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        disabled={props.isDisabled ?? false}
        value={String(props.value)}
        onChange={(event) => props.onChange(textOrNull(event.currentTarget.value))}
        onBlur={props.onBlur}
      />
    </>
  );
}
