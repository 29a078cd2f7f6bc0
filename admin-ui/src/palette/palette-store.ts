import { createSpotlight } from "@mantine/spotlight";

/** The palette's state, so that buttons can open it before its code is there. */
export const [paletteStore, palette] = createSpotlight();

export function openPalette(): void {
  palette.open();
}
