import { VisuallyHidden } from "@mantine/core";
import { IconCheck, IconMinus, IconX } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";

/** Something that holds, does not, or can't be said, in a line. */
export function RuleTest({ is, yes, no }: { is: boolean | null; yes: string; no: string }) {
  const { t } = useTranslation();
  const Icon = is === null ? IconMinus : is ? IconCheck : IconX;
  const color = is ? "var(--mantine-color-green-6)" : "var(--mantine-color-red-6)";
  return (
    <li>
      <Icon size={14} color={is === null ? "var(--hw-icon)" : color} aria-hidden="true" />
      <span>{is === false ? no : yes}</span>
      {is !== null && yes === no && (
        <VisuallyHidden>{t(is ? "people.passed" : "people.failed")}</VisuallyHidden>
      )}
    </li>
  );
}
