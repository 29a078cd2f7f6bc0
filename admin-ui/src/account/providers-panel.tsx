import { Alert, Button, Group } from "@mantine/core";
import { useNavigate, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import {
  IdentitiesDocument,
  LinkProviderDocument,
  StartProviderLinkDocument,
  UnlinkProviderDocument,
} from "../../generated/operations.ts";
import { useOperation, useSend } from "../api/use-operation.ts";
import { IdentityList } from "../parts/accounts/identity-list.tsx";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { Panel } from "../parts/panel.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";

/** The accounts elsewhere that one signs in with. The way to a provider leads back to here with `?link=`. */
export function ProvidersPanel() {
  const { t } = useTranslation();
  const router = useRouter();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const answer = useOperation(IdentitiesDocument, { user: null });
  const start = useSend(StartProviderLinkDocument);
  useLinkFromAddress();
  const linked = new Set(answer.data?.identities.map((identity) => identity.provider));
  const others = answer.data?.authProviders.filter((provider) => !linked.has(provider.name)) ?? [];
  const complaint = search.error_description ?? search.error;
  if (answer.data && answer.data.authProviders.length === 0 && linked.size === 0) return null;
  const link = (provider: string) => {
    const redirect = router.buildLocation({ to: "/account", search: { tab: "security" } }).publicHref;
    start.mutate(
      { provider, redirect },
      {
        onSuccess: ({ startProviderLink }) => window.location.assign(startProviderLink),
        onError: (error) => showFailure(error, t),
      },
    );
  };
  return (
    <Panel title={t("account.identities")} hint={t("account.identitiesHint")}>
      {typeof complaint === "string" && (
        <Alert role="alert" color="red" variant="light" mb="sm" py="xs">
          {complaint}
        </Alert>
      )}
      <IdentityList action={(identity) => <Unlink id={identity.id} />} />
      {others.length > 0 && (
        <Group gap="xs" mt="sm">
          {others.map((provider) => (
            <Button
              key={provider.name}
              variant="default"
              size="compact-sm"
              onClick={() => link(provider.name)}
            >
              {t("account.link", { provider: provider.title })}
            </Button>
          ))}
        </Group>
      )}
    </Panel>
  );
}

function Unlink({ id }: { id: string }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const unlink = useSend(UnlinkProviderDocument);
  return (
    <Button
      variant="default"
      size="compact-sm"
      loading={unlink.isPending}
      onClick={() =>
        unlink.mutate(
          { id },
          { onSuccess: () => fresh(IdentitiesDocument), onError: (error) => showFailure(error, t) },
        )
      }
    >
      {t("common.remove")}
    </Button>
  );
}

/** Ends what was begun before the browser was sent to the provider. The code counts once. */
function useLinkFromAddress(): void {
  const { t } = useTranslation();
  const search: Record<string, unknown> = useSearch({ strict: false });
  const navigate = useNavigate();
  const fresh = useFresh();
  const link = useSend(LinkProviderDocument);
  const code = typeof search.link === "string" ? search.link : null;
  const finish = useRef((_code: string) => {});
  finish.current = (code) => {
    void navigate({ to: "/account", search: { tab: "security" }, replace: true });
    link.mutate(
      { code },
      {
        onSuccess: () => {
          fresh(IdentitiesDocument);
          showDone(t("account.linked"));
        },
        onError: (error) => showFailure(error, t),
      },
    );
  };
  useEffect(() => {
    if (code !== null) finish.current(code);
  }, [code]);
}
