import { Anchor, Modal, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useRouter } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { reopenSocket } from "../api/live.ts";
import { noteSessionStart } from "../api/session-end.ts";
import { useMe } from "../api/use-model.ts";
import { setViewpoint, viewpoint } from "../api/viewpoint.ts";
import { rememberNext } from "./next-page.ts";
import { SignInSteps, useSignInWays } from "./sign-in-steps.tsx";
import type { Step } from "./steps.ts";

/** Signs in again over the page, which keeps what was written on it. */
export function SessionEndDialog() {
  const { t } = useTranslation();
  const me = useMe();
  const router = useRouter();
  const queries = useQueryClient();
  const ways = useSignInWays();
  const [step, setStep] = useState<Step>("password");
  const next = router.latestLocation.href;
  const goOn = async () => {
    if (viewpoint().kind === "user") setViewpoint({ kind: "self" });
    const { data } = await ways.refetch({ cancelRefetch: true });
    // Somebody else has other rights: the page must not keep what the one before them saw.
    if (data?.me?.id !== me.id) return window.location.reload();
    reopenSocket();
    noteSessionStart();
    await queries.invalidateQueries();
  };
  // Somebody may have signed in in another window meanwhile.
  const isBack = ways.data?.me != null && !ways.isFetching;
  const back = useRef(goOn);
  back.current = goOn;
  useEffect(() => {
    if (isBack) void back.current();
  }, [isBack]);
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={t("signIn.ended")}
      size={400}
      styles={{ title: { fontWeight: 600 } }}
    >
      <Text c="dimmed" size="sm" mb="md">
        {t("signIn.endedHint")}
      </Text>
      <SignInSteps
        step={step}
        onStep={setStep}
        ways={ways.data}
        redirect={router.buildLocation({ to: "/sign-in", search: { next } }).publicHref}
        onMail={() => rememberNext(next)}
        onSignedIn={() => void goOn()}
      />
      <Anchor component="button" type="button" size="sm" mt="md" onClick={() => window.location.reload()}>
        {t("signIn.leave")}
      </Anchor>
    </Modal>
  );
}
