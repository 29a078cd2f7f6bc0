import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";
import { chunks } from "./chunks.ts";
import { mantineStyles, ownStylesWin } from "./mantine-styles.ts";

/** Headwater to talk to while developing: `npm run dev` forwards the API to it. */
const server = process.env.HEADWATER_URL ?? "http://127.0.0.1:4000";

export default defineConfig({
  base: "/admin/",
  plugins: [react(), mantineStyles(), precompress()],
  server: { proxy: { "/graphql": { target: server, ws: true }, "/auth": server, "/assets": server } },
  css: { postcss: { plugins: [ownStylesWin()] } },
  build: {
    target: "es2022",
    chunkSizeWarningLimit: 1000,
    rolldownOptions: { output: { codeSplitting: { groups: chunks } } },
  },
  test: { include: ["src/**/*.test.ts"] },
});

/** Writes `.br` and `.gz` beside every text file, so that the server never compresses the bundle itself. */
function precompress(): Plugin {
  let outDir = "dist";
  return {
    name: "headwater-precompress",
    apply: "build",
    configResolved(config) {
      outDir = config.build.outDir;
    },
    closeBundle() {
      for (const file of readdirSync(outDir, { recursive: true, encoding: "utf8" })) {
        if (/\.(js|css|html|svg)$/.test(file)) compress(join(outDir, file));
      }
    },
  };
}

function compress(path: string) {
  const content = readFileSync(path);
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
  writeFileSync(`${path}.br`, brotliCompressSync(content, brotli));
  writeFileSync(`${path}.gz`, gzipSync(content, { level: 9 }));
}
