import { Menu } from "@mantine/core";
import { IconEye, IconUser } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { isAdmin, useMe, useModel } from "../api/use-model.ts";
import { useViewpoint } from "../api/viewpoint.ts";
import { useViewAs } from "../parts/use-view-as.ts";

/** An admin looks at the page as somebody who has just one role; users are chosen on the page of people. */
export function ViewAsMenu() {
  const { t } = useTranslation();
  const me = useMe();
  const { roles } = useModel();
  const viewpoint = useViewpoint();
  const viewAs = useViewAs();
  if (viewpoint.kind !== "self")
    return (
      <Menu.Item leftSection={<IconEye size={16} />} onClick={() => viewAs({ kind: "self" })}>
        {t("shell.viewingAsEnd")}
      </Menu.Item>
    );
  if (!isAdmin(me)) return null;
  return (
    <Menu.Sub>
      <Menu.Sub.Target>
        <Menu.Sub.Item leftSection={<IconEye size={16} />}>{t("shell.viewAs")}</Menu.Sub.Item>
      </Menu.Sub.Target>
      <Menu.Sub.Dropdown>
        {roles
          .filter((role) => role.name !== "admin")
          .map((role) => (
            <Menu.Item key={role.name} onClick={() => viewAs({ kind: "roles", roles: [role.name] })}>
              {role.label}
            </Menu.Item>
          ))}
        <Menu.Divider />
        <Menu.Item component={Link} to="/people" leftSection={<IconUser size={16} />}>
          {t("shell.viewAsUser")}
        </Menu.Item>
      </Menu.Sub.Dropdown>
    </Menu.Sub>
  );
}
