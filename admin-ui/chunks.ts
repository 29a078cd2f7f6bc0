/** Components that the frame draws around every page, or nearly every page draws. */
const everywhere =
  "ActionIcon|Anchor|AppShell|Avatar|Badge|Box|Burger|Button|Center|CloseButton|Collapse|FocusTrap|Group|Input|InputBase|Kbd|" +
  "Loader|Menu|Modal|ModalBase|NavLink|Notification|Overlay|Paper|Popover|Portal|ScrollArea|Skeleton|Stack|Text|ThemeIcon|" +
  "Title|Tooltip|Transition|UnstyledButton|VisuallyHidden";

/** Components of forms. */
const ofForms =
  "Checkbox|Combobox|Drawer|InlineInput|InputsGroupFieldset|MultiSelect|NumberInput|Pill|PillsInput|Radio|Select|Switch|" +
  "Tabs|TagsInput|Textarea";

/**
 * What nearly every page needs comes in two files, what forms need in a third, and not in a file for each component:
 * round trips cost more than bytes. Components that few pages use stay with those.
 */
export const chunks = [
  {
    name: "frame",
    test: /node_modules\/(react|react-dom|scheduler|react-i18next(?!.*Trans)|i18next|@tanstack\/(react-query|query-core|react-router|router-core|history|react-store|store))\//,
  },
  {
    name: "components",
    test: new RegExp(
      `node_modules/@mantine/(notifications/esm|modals|core/esm/(core|components/(${everywhere})))/`,
    ),
  },
  {
    name: "controls",
    test: new RegExp(`node_modules/@mantine/core/esm/(components|utils)/(${ofForms})/`),
    minShareCount: 3,
  },
];
