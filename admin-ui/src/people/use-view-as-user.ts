import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { ImpersonateDocument } from "../../generated/operations.ts";
import { send } from "../api/operation.ts";
import { showFailure } from "../parts/toast.tsx";
import { useViewAs } from "../parts/use-view-as.ts";
import { type UserRow, userName } from "./users.ts";

/** Looks at everything as another user: with a short session of theirs, which only this tab knows. */
export function useViewAsUser() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const viewAs = useViewAs();
  return useMutation({
    mutationFn: async (user: UserRow) => {
      const { impersonate } = await send(ImpersonateDocument, { user: user.id }, { asSelf: true });
      return { user, session: impersonate.session };
    },
    onSuccess: async ({ user, session }) => {
      if (!session) return;
      await navigate({ to: "/" });
      viewAs({
        kind: "user",
        name: userName(user),
        accessToken: session.accessToken,
        expiresAt: session.expiresAt,
      });
    },
    onError: (error) => showFailure(error, t),
  });
}
