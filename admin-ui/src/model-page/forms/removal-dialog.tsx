import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useTranslation } from "react-i18next";
import { MarkedWords } from "../changes/marked-words.tsx";
import classes from "../model-page.module.css";

/** Something that names what is removed, and what becomes of it. */
export type Named = { key: string; what: string; fate: string; place?: string };

type Props = {
  title: string;
  named: Named[];
  /** What is done when the rest is to stay as it is. */
  aloneLabel: string;
  onRemove: (isWithAll: boolean) => void;
  onClose: () => void;
};

/** Asks what becomes of all that names something which is to go. Nothing is sent: the draft can be undone. */
export function RemovalDialog({ title, named, aloneLabel, onRemove, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size="lg"
      styles={{ title: { fontWeight: 600 } }}
      closeButtonProps={{ "aria-label": t("common.close") }}
    >
      <Stack gap="sm">
        <Text size="sm">{t("model.removal.intro", { count: named.length })}</Text>
        <ul className={`${classes.list} ${classes.box}`}>
          {named.map(({ key, what, fate, place }) => (
            <li key={key} className={classes.row}>
              <Text size="sm" className={classes.mono}>
                {what}
              </Text>
              <Text size="sm" c="dimmed" style={{ flex: "1 1 200px" }}>
                <MarkedWords words={fate} />
              </Text>
              {place && (
                <Text size="xs" c="dimmed" className={classes.mono}>
                  {place}
                </Text>
              )}
            </li>
          ))}
        </ul>
        <Text size="xs" c="dimmed">
          {t("model.removal.help")}
        </Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="subtle" color="gray" onClick={onClose}>
            {t("common.cancel")}
          </Button>
          <Button variant="default" onClick={() => onRemove(false)}>
            {aloneLabel}
          </Button>
          <Button color="red" onClick={() => onRemove(true)} data-autofocus>
            {t("model.removal.withAll")}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
