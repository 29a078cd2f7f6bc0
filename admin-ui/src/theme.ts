import { createTheme } from "@mantine/core";

/** The look that all pages share: dense, quiet, one accent colour. Fonts are the system's, so nothing is fetched. */
export const theme = createTheme({
  primaryColor: "water",
  primaryShade: { light: 8, dark: 6 },
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
});
