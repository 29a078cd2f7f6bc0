import { Button, Group, Select, Skeleton, Stack, Text } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { AccessExplainDocument } from "../../generated/operations.ts";
import { useModel } from "../api/use-model.ts";
import { useOperation } from "../api/use-operation.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { actions, readAction } from "./access-grid.ts";
import { RecordPicker } from "./record-picker.tsx";
import { readText } from "./tabs.ts";
import { Verdict } from "./verdict.tsx";

/**
 * Why somebody may do something, or may not. All of the question stands in the address, so other pages can ask it:
 * `?tab=explain&as=USER&do=UPDATE&type=Post&id=RECORD`; without `as` it is about a visitor.
 */
export function ExplainTab() {
  const { t } = useTranslation();
  const model = useModel();
  const navigate = useNavigate();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const users = model.collections.get("User");
  const as = readText(search.as);
  const action = readAction(search.do);
  const id = readText(search.id);
  const type = model.collections.get(readText(search.type) ?? "");
  const record = type && (id ? `${type.name}:${id}` : type.name);
  const verdict = useOperation(
    AccessExplainDocument,
    { as, do: action, record: record ?? "" },
    { enabled: record !== undefined },
  );
  const change = (next: Record<string, unknown>) =>
    void navigate({
      to: "/people",
      search: (known: Record<string, unknown>) => ({ ...known, tab: "explain", ...next }),
      replace: true,
    });
  return (
    <Stack>
      <Text c="dimmed" size="sm" maw={640}>
        {t("people.explainHint")}
      </Text>
      <Group gap="sm" align="flex-end">
        {users && (
          <RecordPicker
            label={t("people.who")}
            placeholder={t("people.visitor")}
            collection={users}
            value={as}
            onChange={(as) => change({ as: as ?? undefined })}
          />
        )}
        <Select
          label={t("people.wantsTo")}
          data={actions.map((value) => ({ value, label: t(`people.actions.${value}`) }))}
          value={action}
          onChange={(value) => change({ do: value ?? undefined })}
          allowDeselect={false}
          w={160}
        />
        <Select
          label={t("people.type")}
          placeholder={t("people.chooseType")}
          data={[...model.collections.values()].map((known) => ({ value: known.name, label: known.label }))}
          value={type?.name ?? null}
          onChange={(value) => change({ type: value ?? undefined, id: undefined })}
          searchable
          allowDeselect={false}
          w={220}
        />
        {type && !type.singleton && type.api.list && action !== "CREATE" && (
          <RecordPicker
            key={type.name}
            label={t("people.record")}
            placeholder={t("people.anyRecord")}
            collection={type}
            value={id}
            onChange={(id) => change({ id: id ?? undefined })}
          />
        )}
        {as !== null && (
          <Button variant="subtle" onClick={() => change({ as: undefined })}>
            {t("people.asVisitor")}
          </Button>
        )}
      </Group>
      {verdict.error && <ErrorState error={verdict.error} onRetry={() => void verdict.refetch()} />}
      {record !== undefined && verdict.isPending && <Skeleton h={220} aria-hidden="true" />}
      {verdict.data && type && (
        <Verdict verdict={verdict.data.accessExplain} action={action} type={type} recordId={id} />
      )}
    </Stack>
  );
}
