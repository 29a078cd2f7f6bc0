import { ActionIcon, Badge, type CSSVariablesResolver, createTheme, Tooltip } from "@mantine/core";

/** The look that all pages share: dense, quiet, one accent colour. Fonts are the system's, so nothing is fetched. */
export const theme = createTheme({
  primaryColor: "water",
  primaryShade: 8,
  autoContrast: true,
  defaultRadius: "sm",
  cursorType: "pointer",
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace:
    'ui-monospace, "SF Mono", "Cascadia Code", "JetBrains Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace',
  fontSizes: { xs: "0.75rem", sm: "0.8125rem", md: "0.875rem", lg: "1rem", xl: "1.125rem" },
  colors: {
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
      vars: (_, { variant, color }) => ({
        root: variant === "subtle" && color === "gray" ? { "--ai-color": "var(--hw-icon)" } : {},
      }),
    }),
    Badge: Badge.extend({ defaultProps: { radius: "sm", tt: "none", fw: 600 } }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 350, position: "bottom", fz: "xs", py: 3, px: 8 } }),
  },
});

/** Softer than Mantine's black on white and white on black. */
export const cssVariables: CSSVariablesResolver = () => ({
  variables: {},
  light: { "--mantine-color-text": "#1c262d", "--mantine-color-dimmed": "#5f6e79" },
  dark: {
    "--mantine-color-text": "#d3dce2",
    "--mantine-color-dimmed": "#8a98a2",
    "--mantine-color-body": "#14191d",
  },
});
