import { ActionIcon, Button, Group, Menu } from "@mantine/core";
import {
  IconDots,
  IconEye,
  IconForms,
  IconLock,
  IconLockOpen,
  IconMail,
  IconScale,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import {
  AccountStatesDocument,
  DisableUserDocument,
  EnableUserDocument,
  MailPasswordResetDocument,
} from "../../generated/operations.ts";
import { deleteMutation } from "../api/content.ts";
import { isAdmin, useMe } from "../api/use-model.ts";
import { useSend } from "../api/use-operation.ts";
import type { Collection } from "../model/model.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { askFirst } from "../parts/confirmation.tsx";
import { showDone, showFailure } from "../parts/toast.tsx";
import { useViewAsUser } from "./use-view-as-user.ts";
import { type UserRow, userName } from "./users.ts";
import type { AccountState } from "./users-table.tsx";

type Props = { user: UserRow; users: Collection; state: AccountState | undefined; onGone: () => void };

/** What can be done to a user. */
export function UserActions({ user, users, state, onGone }: Props) {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const fresh = useFresh();
  const viewAs = useViewAsUser();
  const disable = useSend(DisableUserDocument);
  const enable = useSend(EnableUserDocument);
  const reset = useSend(MailPasswordResetDocument);
  const remove = useSend(deleteMutation(users));
  const name = userName(user);
  const isSelf = user.id === me.id;
  const ended = {
    onSuccess: () => fresh(AccountStatesDocument),
    onError: (error: unknown) => showFailure(error, t),
  };
  const confirmed = (title: string, words: string, confirm: string, onConfirm: () => void) =>
    askFirst({ title, words, confirm, isDangerous: true, onConfirm }, t);
  const email = user.email;

  return (
    <Group gap="xs">
      <Button
        variant="default"
        leftSection={<IconForms size={16} />}
        renderRoot={(props) => (
          <Link to="/content/$collection/$id" params={{ collection: "User", id: user.id }} {...props} />
        )}
      >
        {t("people.openRecord")}
      </Button>
      {isAdmin(me) && (
        <>
          {!isSelf && (
            <Button
              variant="default"
              leftSection={<IconEye size={16} />}
              loading={viewAs.isPending}
              disabled={state?.disabledAt != null}
              onClick={() => viewAs.mutate(user)}
            >
              {t("people.viewAs")}
            </Button>
          )}
          <Menu position="bottom-end" shadow="md">
            <Menu.Target>
              <ActionIcon variant="default" size={36} aria-label={t("people.moreActions", { name })}>
                <IconDots size={16} />
              </ActionIcon>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Item
                leftSection={<IconScale size={16} />}
                renderRoot={(props) => (
                  <Link to="/people" search={{ tab: "explain", as: user.id }} {...props} />
                )}
              >
                {t("people.explainFor")}
              </Menu.Item>
              {email !== null && (
                <Menu.Item
                  leftSection={<IconMail size={16} />}
                  onClick={() =>
                    reset.mutate(
                      { email, locale: i18n.language },
                      {
                        onSuccess: () => showDone(t("account.linkSent", { email })),
                        onError: (error) => showFailure(error, t),
                      },
                    )
                  }
                >
                  {t("people.mailReset")}
                </Menu.Item>
              )}
              {state?.disabledAt ? (
                <Menu.Item
                  leftSection={<IconLockOpen size={16} />}
                  onClick={() => enable.mutate({ user: user.id }, ended)}
                >
                  {t("people.enable")}
                </Menu.Item>
              ) : (
                <Menu.Item
                  leftSection={<IconLock size={16} />}
                  disabled={isSelf}
                  onClick={() =>
                    confirmed(
                      t("people.disableUser", { name }),
                      t("people.disableHint"),
                      t("people.disable"),
                      () => disable.mutate({ user: user.id }, ended),
                    )
                  }
                >
                  {t("people.disable")}
                </Menu.Item>
              )}
              <Menu.Divider />
              <Menu.Item
                color="red"
                leftSection={<IconTrash size={16} />}
                disabled={isSelf}
                onClick={() =>
                  confirmed(
                    t("people.deleteUser", { name }),
                    t("people.deleteHint"),
                    t("common.delete"),
                    () =>
                      remove.mutate(
                        { id: user.id },
                        {
                          onSuccess: () => {
                            showDone(t("people.deleted", { name }));
                            onGone();
                          },
                          onError: (error) => showFailure(error, t),
                        },
                      ),
                  )
                }
              >
                {t("common.delete")}
              </Menu.Item>
            </Menu.Dropdown>
          </Menu>
        </>
      )}
    </Group>
  );
}
