import "@mantine/spotlight/styles.css";
import { Spotlight } from "@mantine/spotlight";
import { paletteStore } from "./palette-store.ts";

export function Palette() {
  return <Spotlight store={paletteStore} actions={[]} shortcut="mod + K" />;
}
