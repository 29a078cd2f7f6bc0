import { IconBookmark, IconChevronDown } from "@tabler/icons-react";

/** How the button of the views looks, before and after what it opens is loaded. */
export const viewsLook = {
  size: "xs",
  leftSection: <IconBookmark size={14} stroke={1.6} />,
  rightSection: <IconChevronDown size={13} />,
  maw: 220,
};
