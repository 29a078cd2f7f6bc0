import { Text, UnstyledButton } from "@mantine/core";
import { IconAlertCircle, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./fold-button.module.css";

type Props = {
  isOpen: boolean;
  onToggle: () => void;
  label: string;
  /** Its number in a list. */
  place?: number;
  isRequired?: boolean;
  /** Stands for what is folded away. */
  summary?: string;
  hasError: boolean;
  /** The id of what is opened. */
  controls: string;
  id?: string;
};

/** The head of something that can be folded: what it is, and what is in it. */
export function FoldButton({
  isOpen,
  onToggle,
  label,
  place,
  isRequired,
  summary,
  hasError,
  controls,
  id,
}: Props) {
  const { t } = useTranslation();
  return (
    <UnstyledButton
      id={id}
      className={classes.button}
      onClick={onToggle}
      aria-expanded={isOpen}
      aria-controls={isOpen ? controls : undefined}
    >
      <IconChevronRight className={classes.chevron} data-open={isOpen || undefined} size={14} aria-hidden />
      {place !== undefined && (
        <Text span size="xs" c="dimmed" className={classes.place}>
          {place}
        </Text>
      )}
      <Text span className={classes.label}>
        {label}
        {isRequired && (
          <Text span inherit c="red" aria-hidden>
            {" *"}
          </Text>
        )}
      </Text>
      {summary && (
        <Text span size="sm" c="dimmed" truncate className={classes.summary}>
          {summary}
        </Text>
      )}
      {hasError && (
        <span className={classes.error} role="img" aria-label={t("fields.hasError")}>
          <IconAlertCircle size={16} />
        </span>
      )}
    </UnstyledButton>
  );
}
