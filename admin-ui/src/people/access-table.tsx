import { Box, Stack, VisuallyHidden } from "@mantine/core";
import { useTranslation } from "react-i18next";
import type { AccessCountsQuery } from "../../generated/operations.ts";
import { useModel } from "../api/use-model.ts";
import classes from "./access.module.css";
import type { AccessGrid, Action } from "./access-grid.ts";

type Props = {
  grid: AccessGrid;
  roles: string[];
  types: string[];
  action: Action;
  /** How many records each role may do it to; null while that is counted, and where it means nothing. */
  counts: AccessCountsQuery["accessCounts"] | null;
  onOpen: (role: string, type: string) => void;
};

/** One action in a table, or on a phone in a card for each type. */
export function AccessTable(props: Props) {
  const { t } = useTranslation();
  const model = useModel();
  const { roles, types } = props;
  const roleLabel = (name: string) => model.roles.find((role) => role.name === name)?.label ?? name;
  const typeLabel = (name: string) => model.collections.get(name)?.label ?? name;
  return (
    <>
      <Box
        visibleFrom="sm"
        className={classes.scroll}
        role="region"
        aria-label={t("people.tabs.access")}
        tabIndex={0}
      >
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t("people.type")}</th>
              {roles.map((role) => (
                <th
                  key={role}
                  scope="col"
                  title={model.roles.find((known) => known.name === role)?.description ?? ""}
                >
                  {roleLabel(role)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {types.map((type) => (
              <tr key={type}>
                <th scope="row">{typeLabel(type)}</th>
                {roles.map((role) => (
                  <td key={role}>
                    <Cell
                      {...props}
                      role={role}
                      type={type}
                      label={`${typeLabel(type)}, ${roleLabel(role)}`}
                    />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Box>
      <Stack gap="sm" hiddenFrom="sm">
        {types.map((type) => (
          <section key={type} className={classes.card} aria-label={typeLabel(type)}>
            <div className={classes.type}>{typeLabel(type)}</div>
            {roles.map((role) => (
              <Cell
                key={role}
                {...props}
                role={role}
                type={type}
                label={`${typeLabel(type)}, ${roleLabel(role)}`}
                before={roleLabel(role)}
              />
            ))}
          </section>
        ))}
      </Stack>
    </>
  );
}

type CellProps = Props & { role: string; type: string; label: string; before?: string };

function Cell({ grid, role, type, action, counts, onOpen, label, before }: CellProps) {
  const { t, i18n } = useTranslation();
  const records = grid.cellOf(role, type, action)?.records ?? "NONE";
  const counted = counts?.find((known) => known.role === role && known.type === type);
  const number = records !== "NONE" && counted?.records ? BigInt(counted.records) : null;
  const shown = number === null ? null : new Intl.NumberFormat(i18n.language).format(number);
  const words = t(`people.records.${records}`);
  return (
    <button
      type="button"
      className={`${classes.cell} ${classes[records]}`}
      title={
        records === "SOME" && counted && counted.records === null ? t("people.dependsOnUser") : undefined
      }
      onClick={() => onOpen(role, type)}
    >
      {before ? <span>{before}</span> : <VisuallyHidden>{label}: </VisuallyHidden>}
      <span className={classes.right}>
        <span className={classes.mark} aria-hidden="true" />
        <span>{words}</span>
        {shown !== null && (
          <span
            className={classes.count}
            title={t("people.recordCount", { count: Number(number), number: shown })}
          >
            {shown}
          </span>
        )}
      </span>
    </button>
  );
}
