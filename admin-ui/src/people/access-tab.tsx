import {
  Group,
  MultiSelect,
  NativeSelect,
  SegmentedControl,
  Skeleton,
  Stack,
  Text,
  TextInput,
} from "@mantine/core";
import { IconSearch, IconTable } from "@tabler/icons-react";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccessCountsDocument, AccessMatrixDocument } from "../../generated/operations.ts";
import { useModel } from "../api/use-model.ts";
import { useOperation } from "../api/use-operation.ts";
import { EmptyState } from "../parts/empty-state.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { AccessDetails } from "./access-details.tsx";
import { accessGrid, actions, readAction } from "./access-grid.ts";
import { AccessTable } from "./access-table.tsx";
import { readText } from "./tabs.ts";

/** Who may do what to which records: types by roles, for one action. Everything chosen stands in the address. */
export function AccessTab() {
  const { t } = useTranslation();
  const model = useModel();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const action = readAction(search.do);
  const matrix = useOperation(AccessMatrixDocument, {});
  const counts = useOperation(AccessCountsDocument, { do: action }, { enabled: action !== "CREATE" });
  if (matrix.error) return <ErrorState error={matrix.error} onRetry={() => void matrix.refetch()} />;
  if (!matrix.data) return <Skeleton h={400} aria-hidden="true" />;
  const grid = accessGrid(matrix.data.accessMatrix);
  const chosen = Array.isArray(search.roles) ? search.roles.map(String) : [];
  const roles = chosen.length > 0 ? grid.roles.filter((role) => chosen.includes(role)) : grid.roles;
  const typed = (readText(search.q) ?? "").toLowerCase();
  const labelOf = (type: string) => model.collections.get(type)?.label ?? type;
  const types = grid.types.filter((type) => `${type} ${labelOf(type)}`.toLowerCase().includes(typed));
  const change = (next: Record<string, unknown>) =>
    void navigate({
      to: "/people",
      search: (known: Record<string, unknown>) => ({ ...known, ...next }),
      replace: true,
    });
  const [openRole, openType] = (readText(search.cell) ?? "").split(":");
  const isOpen =
    openRole !== undefined &&
    openType !== undefined &&
    grid.roles.includes(openRole) &&
    grid.types.includes(openType);
  return (
    <Stack gap="sm">
      <Text c="dimmed" size="sm">
        {t("people.accessHint")}
      </Text>
      <Group gap="xs">
        <SegmentedControl
          aria-label={t("people.action")}
          data={actions.map((value) => ({ value, label: t(`people.actions.${value}`) }))}
          value={action}
          onChange={(value) => change({ do: value === "READ" ? undefined : value })}
          visibleFrom="sm"
        />
        <NativeSelect
          aria-label={t("people.action")}
          data={actions.map((value) => ({ value, label: t(`people.actions.${value}`) }))}
          value={action}
          onChange={(event) => change({ do: event.currentTarget.value })}
          hiddenFrom="sm"
        />
      </Group>
      <Group gap="xs">
        <TextInput
          aria-label={t("people.searchTypes")}
          placeholder={t("people.searchTypes")}
          leftSection={<IconSearch size={16} />}
          defaultValue={readText(search.q) ?? ""}
          onChange={(event) => change({ q: event.currentTarget.value || undefined })}
          w={240}
          maw="100%"
        />
        <MultiSelect
          aria-label={t("people.roles")}
          placeholder={chosen.length === 0 ? t("people.anyRole") : undefined}
          data={grid.roles.map((value) => ({
            value,
            label: model.roles.find((role) => role.name === value)?.label ?? value,
          }))}
          value={chosen}
          onChange={(roles) => change({ roles: roles.length > 0 ? roles : undefined })}
          clearable
          miw={240}
        />
      </Group>
      {types.length === 0 ? (
        <EmptyState icon={IconTable} title={t("people.noTypes")} />
      ) : (
        <AccessTable
          grid={grid}
          roles={roles}
          types={types}
          action={action}
          counts={action === "CREATE" ? null : (counts.data?.accessCounts ?? null)}
          onOpen={(role, type) => change({ cell: `${role}:${type}` })}
        />
      )}
      {isOpen && (
        <AccessDetails
          grid={grid}
          role={openRole}
          type={openType}
          onClose={() => change({ cell: undefined })}
        />
      )}
    </Stack>
  );
}
