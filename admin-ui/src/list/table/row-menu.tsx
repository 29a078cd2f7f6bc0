import { ActionIcon, Menu } from "@mantine/core";
import { IconCopy, IconDots, IconExternalLink, IconHistory, IconTrash } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import type { Collection } from "../../model/model.ts";
import type { Row } from "../columns/column-selection.ts";
import type { CellPlace } from "./use-grid-keys.ts";

type Props = {
  collection: Collection;
  row: Row;
  title: string;
  place: CellPlace;
  isReached: boolean;
  onDelete: ((row: Row) => void) | null;
};

/** What else can be done with a record. */
export function RowMenu({ collection, row, title, place, isReached, onDelete }: Props) {
  const { t } = useTranslation();
  const params = { collection: collection.name, id: row.id };
  return (
    <Menu position="bottom-end" withinPortal shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          data-row={place.row}
          data-column={place.column}
          tabIndex={isReached ? 0 : -1}
          aria-label={t("list.menuOf", { title })}
        >
          <IconDots size={16} />
        </ActionIcon>
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
                search={{ from: row.id }}
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
        {onDelete && (
          <>
            <Menu.Divider />
            <Menu.Item color="red" leftSection={<IconTrash size={14} />} onClick={() => onDelete(row)}>
              {t("common.delete")}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
