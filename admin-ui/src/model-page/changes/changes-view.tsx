import { Skeleton, Stack, Title } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { IconGitCompare } from "@tabler/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { ApplyModelDocument } from "../../../generated/operations.ts";
import { hasCode } from "../../api/api-error.ts";
import { useSend } from "../../api/use-operation.ts";
import { EmptyState } from "../../parts/empty-state.tsx";
import { ErrorState } from "../../parts/error-state.tsx";
import { showDone, showFailure } from "../../parts/toast.tsx";
import { currentDraft, setDraft } from "../draft/draft-store.ts";
import { hasErrors, usePlan } from "../draft/use-model-files.ts";
import { useModelPage } from "../model-context.ts";
import { Diagnostics } from "./diagnostics.tsx";
import { DiffView } from "./diff-view.tsx";
import { EmbeddedNotice } from "./embedded-notice.tsx";
import { ApplyBox, PlanView } from "./plan-view.tsx";

/** The changes that are not applied yet: what differs, what it does to the database, and the way to apply it. */
export function ChangesView() {
  const { t } = useTranslation();
  const { files } = useModelPage();
  const queries = useQueryClient();
  const plan = usePlan(files);
  const apply = useSend(ApplyModelDocument);
  if (files.state === "loading") return <Skeleton height={160} />;
  const isWaiting = plan.data !== undefined && (plan.data.steps.length > 0 || hasErrors(plan.data));
  if (!files.isChanged && !isWaiting)
    return <EmptyState icon={IconGitCompare} title={t("model.noChanges")} hint={t("model.noChangesHint")} />;

  const submit = (allowDestructive: boolean) => {
    const basis = currentDraft()?.basis ?? files.diskBasis;
    apply.mutate(
      { files: files.files, allowDestructive, basis },
      {
        onSuccess: async ({ applyModel: done }) => {
          if (!done.applied) return void plan.refetch();
          setDraft(null);
          // What could be undone so far is applied now.
          notifications.clean();
          await queries.invalidateQueries();
          showDone(t("model.done.applied", { count: done.steps.length }));
        },
        onError: async (error) => {
          const isOther = hasCode(error, "CONFLICT") && (await files.reload()) !== basis;
          // Other files are told above, with what can be done about it.
          if (!isOther) showFailure(error, t);
        },
      },
    );
  };

  const errors = plan.data?.diagnostics.filter(({ severity }) => severity === "ERROR") ?? [];
  const warnings = plan.data?.diagnostics.filter(({ severity }) => severity === "WARNING") ?? [];
  return (
    <Stack gap="lg">
      <section aria-label={t("model.plan.title")}>
        <Title order={2} size="h5" mb="xs">
          {t("model.plan.title")}
        </Title>
        {plan.error && <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />}
        {!plan.error && !plan.data && <Skeleton height={80} />}
        {plan.data && !plan.error && (
          <Stack gap="sm" style={{ opacity: plan.isPlaceholderData ? 0.6 : 1 }}>
            <Diagnostics diagnostics={errors} />
            {errors.length === 0 && <PlanView plan={plan.data} />}
            <EmbeddedNotice />
            <ApplyBox
              plan={plan.data}
              isApplying={apply.isPending}
              isOutdated={plan.isPlaceholderData || files.isBehind}
              onApply={submit}
            />
            <Diagnostics diagnostics={warnings} />
          </Stack>
        )}
      </section>
      {files.isChanged && (
        <section aria-label={t("model.diff")}>
          <Title order={2} size="h5" mb="xs">
            {t("model.diff")}
          </Title>
          <DiffView />
        </section>
      )}
    </Stack>
  );
}
