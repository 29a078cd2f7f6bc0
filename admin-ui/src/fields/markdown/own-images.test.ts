import { expect, test } from "vitest";
import { isOwnImage } from "./own-images.ts";

test("only this server's images are shown", () => {
  const page = "https://cms.example.org/admin/content";
  for (const address of ["/assets/1/a.png", "https://cms.example.org/a.png"])
    expect(isOwnImage(address, page), address).toBe(true);
  for (const address of [
    "https://elsewhere.org/a.png",
    "//elsewhere.org/a",
    "data:image/png;base64,x",
    "",
    null,
  ])
    expect(isOwnImage(address, page), String(address)).toBe(false);
});
