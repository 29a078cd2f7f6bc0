import { Text } from "@mantine/core";
import { modals } from "@mantine/modals";
import type { TFunction } from "i18next";
import type { ReactNode } from "react";

type Question = {
  title: string;
  words: ReactNode;
  confirm: string;
  /** Whether it takes something away for good. */
  isDangerous?: boolean;
  onConfirm: () => void;
};

/** Asks before something is done that can't be undone. */
export function askFirst(question: Question, t: TFunction): void {
  modals.openConfirmModal({
    title: question.title,
    children: <Text>{question.words}</Text>,
    labels: { confirm: question.confirm, cancel: t("common.cancel") },
    confirmProps: question.isDangerous ? { color: "red" } : {},
    onConfirm: question.onConfirm,
  });
}
