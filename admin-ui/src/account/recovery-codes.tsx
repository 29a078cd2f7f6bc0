import { Button, Group, SimpleGrid, Stack, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useTranslation } from "react-i18next";
import { CopyButton } from "../parts/copy-button.tsx";

/** Codes for who loses the app. They are shown once. */
export function RecoveryCodes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  const { t } = useTranslation();
  const text = `${codes.join("\n")}\n`;
  return (
    <Stack>
      <Text role="status" fw={600}>
        {t("account.appOn")}
      </Text>
      <Text size="sm">{t("account.recoveryHint")}</Text>
      <SimpleGrid
        cols={2}
        spacing="xs"
        ff="monospace"
        component="section"
        aria-label={t("account.recoveryCodes")}
      >
        {codes.map((code) => (
          <Text key={code} ff="monospace" ta="center">
            {code}
          </Text>
        ))}
      </SimpleGrid>
      <Group justify="space-between">
        <Group gap="xs">
          <CopyButton text={text} />
          <Button
            component="a"
            variant="default"
            size="compact-sm"
            leftSection={<IconDownload size={14} />}
            href={`data:text/plain;charset=utf-8,${encodeURIComponent(text)}`}
            download="headwater-recovery-codes.txt"
          >
            {t("account.download")}
          </Button>
        </Group>
        <Button onClick={onDone} data-autofocus>
          {t("account.keptCodes")}
        </Button>
      </Group>
    </Stack>
  );
}
