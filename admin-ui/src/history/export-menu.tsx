import { Button, Group, Menu, Modal, Progress, Text } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useModel } from "../api/use-model.ts";
import type { ChangeWhere } from "../parts/change-log.ts";
import { download } from "../parts/download.ts";
import { readRecordTitles } from "../parts/record-titles.ts";
import { showDone, showFailure } from "../parts/toast.tsx";
import { type ExportFormat, exportChanges } from "./audit-export.ts";

/** Saves everything that the filter shows as a file. */
export function ExportMenu({ where }: { where: ChangeWhere }) {
  const { t } = useTranslation();
  const { count, start, cancel } = useExport(where);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button variant="default" size="xs" leftSection={<IconDownload size={14} />}>
            {t("audit.export")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => start("csv")}>{t("audit.exportCsv")}</Menu.Item>
          <Menu.Item onClick={() => start("jsonl")}>{t("audit.exportJson")}</Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <Modal
        opened={count !== null}
        onClose={cancel}
        title={t("audit.exporting")}
        withCloseButton={false}
        closeOnClickOutside={false}
      >
        <Progress value={100} animated aria-label={t("audit.exporting")} />
        <Group justify="space-between" mt="md">
          <Text role="status">{t("audit.exported", { count: count ?? 0 })}</Text>
          <Button variant="default" onClick={cancel}>
            {t("common.cancel")}
          </Button>
        </Group>
      </Modal>
    </>
  );
}

/** `count` is how many changes are read; null while nothing is exported. */
function useExport(where: ChangeWhere) {
  const { t } = useTranslation();
  const model = useModel();
  const [count, setCount] = useState<number | null>(null);
  const running = useRef<AbortController | null>(null);

  const start = async (format: ExportFormat) => {
    const controller = new AbortController();
    running.current = controller;
    setCount(0);
    const parts: string[] = [];
    try {
      await exportChanges(where, format, {
        signal: controller.signal,
        write: (text) => parts.push(text),
        onProgress: setCount,
        namesOf: async (ids) => {
          const users = ids.map((id) => ({ collection: "User", id }));
          const titles = await readRecordTitles(model, users);
          return new Map(users.flatMap((user) => titleEntry(user.id, titles.get(`User:${user.id}`))));
        },
      });
      save(parts, format);
      showDone(t("audit.exportDone"));
    } catch (error) {
      if (!controller.signal.aborted) showFailure(error, t);
    } finally {
      setCount(null);
    }
  };
  const cancel = () => running.current?.abort();
  return { count, start: (format: ExportFormat) => void start(format), cancel };
}

function titleEntry(id: string, title: string | undefined): [string, string][] {
  return title === undefined ? [] : [[id, title]];
}

function save(parts: string[], format: ExportFormat): void {
  const type = format === "csv" ? "text/csv" : "application/jsonl";
  download(`history-${new Date().toISOString().slice(0, 10)}.${format}`, parts, type);
}
