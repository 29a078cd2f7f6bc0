import { ActionIcon, Badge, type CSSVariablesResolver, createTheme, Menu, Tooltip } from "@mantine/core";

/** The look that all pages share: dense, quiet, one accent colour. Fonts are the system's, so nothing is fetched. */
export const theme = createTheme({
  primaryColor: "water",
  primaryShade: 8,
  autoContrast: true,
  // Whichever of black and white is easier to read.
  luminanceThreshold: 0.18,
  defaultRadius: "sm",
  respectReducedMotion: true,
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  colors: {
    // Mantine's own greys of the dark scheme are neutral; these lean towards the accent as the rest does.
    dark: [
      "#d3dce2",
      "#b7c2ca",
      "#93a1ab",
      "#7f8e99",
      "#3d4952",
      "#2f3941",
      "#222a30",
      "#191f24",
      "#14191d",
      "#0f1316",
    ],
    water: [
      "#e8f6fa",
      "#d3eaf1",
      "#a6d4e3",
      "#76bdd4",
      "#50aac7",
      "#389ebf",
      "#2a98bb",
      "#1a84a5",
      "#14708f",
      "#00607e",
    ],
  },
  components: {
    ActionIcon: ActionIcon.extend({
      vars: (_, { variant, color, size }) => ({
        root: {
          ...(variant === "subtle" && color === "gray" && { "--ai-color": "var(--hw-icon)" }),
          // The smallest that a finger must be able to hit (WCAG 2.2, 2.5.8).
          ...((size === "xs" || size === "sm") && { "--ai-size": "24px" }),
        },
      }),
    }),
    Badge: Badge.extend({ defaultProps: { radius: "sm", tt: "none", fw: 600 } }),
    // An opened menu has its focus on the first item; a placeholder in a menu is no item.
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, position: "bottom", fz: "xs", py: 3, px: 8 } }),
  },
});

/** Softer than Mantine's black on white and white on black; colours on their own light shade dark enough to be read. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    "--mantine-color-error": "#c92a2a",
    "--mantine-color-red-6": "#d12f2f",
    "--mantine-color-water-light-hover": "#c2e1eb",
    "--mantine-color-text": "#1c262d",
    "--mantine-color-dimmed": "#5f6e79",
    "--mantine-color-orange-light-color": "#a33a06",
    "--mantine-color-yellow-light-color": "#8a4a00",
    "--mantine-color-green-light-color": "#1f6b30",
    "--mantine-color-teal-light-color": "#08694a",
    "--mantine-color-red-light-color": "#b32222",
  },
  dark: {
    "--mantine-color-error": "#ff8787",
    "--mantine-color-red-6": "#ff6b6b",
    "--mantine-color-text": "#d3dce2",
    "--mantine-color-dimmed": "#8a98a2",
    "--mantine-color-body": "#14191d",
  },
});
