import { ActionIcon, NativeSelect, Tooltip } from "@mantine/core";
import { IconChevronLeft, IconChevronRight } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import classes from "./explorer.module.css";
import type { Result } from "./live-run.ts";
import { formatTime } from "./measures.ts";

type ResultBarProps = {
  /** Newest first. */
  results: readonly Result[];
  /** Null follows the newest one. */
  picked: Result | null;
  onPick: (result: Result | null) => void;
};

const newest = "newest";

/** Steps through the results that are kept. One that was picked stays, also when others push it out. */
export function ResultBar({ results, picked, onPick }: ResultBarProps) {
  const { t } = useTranslation();
  const index = picked ? results.findIndex(({ number }) => number === picked.number) : 0;
  const offered = picked && index < 0 ? [...results, picked] : results;
  const position = index < 0 ? offered.length - 1 : index;
  const earlier = offered[position + 1];
  const pickAt = (position: number) => onPick(position > 0 ? (offered[position] ?? null) : null);
  return (
    <div className={classes.resultBar}>
      <StepButton
        label={t("explorer.earlier")}
        Icon={IconChevronLeft}
        isDisabled={earlier === undefined}
        onClick={() => pickAt(position + 1)}
      />
      <NativeSelect
        size="xs"
        aria-label={t("explorer.result")}
        className={classes.resultChoice}
        value={picked?.number ?? newest}
        onChange={({ currentTarget: { value } }) =>
          onPick(offered.find(({ number }) => String(number) === value) ?? null)
        }
      >
        <option value={newest}>{t("explorer.newest")}</option>
        {offered.map((result) => (
          <option key={result.number} value={result.number}>
            {caption(result)}
          </option>
        ))}
      </NativeSelect>
      <StepButton
        label={t("explorer.later")}
        Icon={IconChevronRight}
        isDisabled={picked === null}
        onClick={() => pickAt(position - 1)}
      />
    </div>
  );
}

type StepButtonProps = {
  label: string;
  Icon: typeof IconChevronLeft;
  isDisabled: boolean;
  onClick: () => void;
};

function StepButton({ label, Icon, isDisabled, onClick }: StepButtonProps) {
  return (
    <Tooltip label={label}>
      <ActionIcon variant="subtle" color="gray" aria-label={label} disabled={isDisabled} onClick={onClick}>
        <Icon size={17} />
      </ActionIcon>
    </Tooltip>
  );
}

function caption({ number, time, summary }: Result): string {
  const when = `${number} · ${formatTime(time)}`;
  return summary === "" ? when : `${when} · ${summary}`;
}
