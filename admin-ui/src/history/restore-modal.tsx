import { Alert, Modal } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import type { Collection } from "../model/model.ts";
import { ErrorState } from "../parts/error-state.tsx";
import { PageLoading } from "../parts/page-loading.tsx";
import type { RestoreRequest } from "./field-list.tsx";
import { planRecreation, planRestoration } from "./restoration-plan.ts";
import { RestoreForm } from "./restore-form.tsx";

type Props = {
  collection: Collection;
  /** Null while nothing is to be restored. */
  request: RestoreRequest | null;
  onClose: () => void;
};

/** Shows what restoring would change, and does it. A record that is gone is made again. */
export function RestoreModal({ collection, request, onClose }: Props) {
  const { t } = useTranslation();
  const isRecreation = request?.change.operation === "DELETE";
  return (
    <Modal
      opened={request !== null}
      onClose={onClose}
      size="xl"
      title={isRecreation ? t("history.recreateTitle") : t("history.restoreTitle")}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      {request && <Content collection={collection} request={request} onClose={onClose} />}
    </Modal>
  );
}

function Content({ collection, request, onClose }: Props & { request: RestoreRequest }) {
  const { t } = useTranslation();
  const { change, side, field } = request;
  const isRecreation = change.operation === "DELETE";
  const plan = useQuery({
    queryKey: ["restoration", collection.name, change.position, side, field],
    queryFn: ({ signal }) =>
      isRecreation ? planRecreation(change) : planRestoration(collection, request, signal),
    gcTime: 0,
    staleTime: Number.POSITIVE_INFINITY,
  });
  if (plan.error) return <ErrorState error={plan.error} onRetry={() => void plan.refetch()} />;
  if (!plan.data) return <PageLoading />;
  if (plan.data.version === null && !isRecreation)
    return <Alert color="gray">{t("history.restoreGone")}</Alert>;
  return (
    <RestoreForm
      collection={collection}
      change={change}
      plan={plan.data}
      purpose={isRecreation ? "create" : "update"}
      onOutdated={() => void plan.refetch()}
      onClose={onClose}
    />
  );
}
