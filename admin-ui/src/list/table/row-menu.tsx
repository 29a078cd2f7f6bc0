import { Menu } from "@mantine/core";
import { IconCopy, IconExternalLink, IconHistory, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../model/model.ts";
import type { Row } from "../columns/column-selection.ts";

/** The row whose menu is open, and the button that opened it. */
export type OpenMenu = { row: Row; button: HTMLElement };

type Props = {
  collection: Collection;
  open: OpenMenu | null;
  onClose: () => void;
  onDelete: ((row: Row) => void) | null;
};

/** What else can be done with a record. A table has one menu for all of its rows: one for each would be slow to draw. */
export function RowMenu({ collection, open, onClose, onDelete }: Props) {
  const { t } = useTranslation();
  const box = open?.button.getBoundingClientRect();
  const row = open?.row;
  const params = { collection: collection.name, id: row?.id ?? "" };
  return (
    <Menu
      opened={open !== null}
      onChange={(isOpen) => {
        if (isOpen) return;
        open?.button.focus();
        onClose();
      }}
      position="bottom-end"
      withinPortal
      shadow="md"
      returnFocus={false}
      transitionProps={{ duration: 0 }}
    >
      <Menu.Target>
        <span
          aria-hidden="true"
          style={{
            position: "fixed",
            left: box?.left,
            top: box?.top,
            width: box?.width,
            height: box?.height,
            pointerEvents: "none",
          }}
        />
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          leftSection={<IconExternalLink size={14} />}
          renderRoot={(props) => (
            <Link to="/content/$collection/$id" params={params} target="_blank" {...props} />
          )}
        >
          {t("list.openElsewhere")}
        </Menu.Item>
        {collection.can.create !== "NONE" && collection.api.create && (
          <Menu.Item
            leftSection={<IconCopy size={14} />}
            renderRoot={(props) => (
              <Link
                to="/new/$collection"
                params={{ collection: collection.name }}
                search={{ from: params.id }}
                {...props}
              />
            )}
          >
            {t("list.duplicate")}
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconHistory size={14} />}
          renderRoot={(props) => <Link to="/content/$collection/$id/history" params={params} {...props} />}
        >
          {t("shell.history")}
        </Menu.Item>
        {onDelete && row && (
          <>
            <Menu.Divider />
            <Menu.Item
              c="var(--mantine-color-error)"
              leftSection={<IconTrash size={14} />}
              onClick={() => onDelete(row)}
            >
              {t("common.delete")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
