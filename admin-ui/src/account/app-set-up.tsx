import { Button, Center, Code, Group, Skeleton, Stack, Text, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { AccountStatesDocument, ConfirmTotpDocument, StartTotpDocument } from "../../generated/operations.ts";
import { useSend } from "../api/use-operation.ts";
import { useFresh } from "../parts/accounts/use-fresh.ts";
import { CopyButton } from "../parts/copy-button.tsx";
import { ErrorState } from "../parts/error-state.tsx";
import { CodeComplaint } from "./code-complaint.tsx";
import { QrCode } from "./qr-code.tsx";
import { RecoveryCodes } from "./recovery-codes.tsx";

/** Shows the secret to the app, has it shown that it works, then gives the recovery codes. */
export function AppSetUp({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const fresh = useFresh();
  const [code, setCode] = useState("");
  const start = useSend(StartTotpDocument);
  const confirm = useSend(ConfirmTotpDocument);
  const begin = useRef(() => start.mutate({}));
  useEffect(() => begin.current(), []);
  const codes = confirm.data?.confirmTotp;
  if (codes) return <RecoveryCodes codes={codes} onDone={onDone} />;
  if (start.error) return <ErrorState error={start.error} onRetry={() => start.mutate({})} />;
  const setUp = start.data?.startTotp;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ code: code.trim() }, { onSuccess: () => fresh(AccountStatesDocument) });
      }}
    >
      <Stack>
        <Text c="dimmed" size="sm">
          {t("account.scanHint")}
        </Text>
        <Center>
          {setUp ? <QrCode text={setUp.url} label={t("account.qrCode")} /> : <Skeleton w={192} h={192} />}
        </Center>
        {setUp && (
          <Stack gap={4}>
            <Text size="sm">{t("account.typeSecret")}</Text>
            <Group gap="xs">
              <Code style={{ overflowWrap: "anywhere" }}>{inGroups(setUp.secret)}</Code>
              <CopyButton text={setUp.secret} />
            </Group>
          </Stack>
        )}
        <TextInput
          label={t("account.codeOfApp")}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={7}
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          data-autofocus
        />
        <CodeComplaint error={confirm.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={onDone}>
            {t("common.cancel")}
          </Button>
          <Button type="submit" loading={confirm.isPending} disabled={!setUp}>
            {t("account.confirmApp")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** Easier to read and to type. */
function inGroups(secret: string): string {
  return secret.match(/.{1,4}/g)?.join(" ") ?? secret;
}
