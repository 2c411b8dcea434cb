import { fileURLToPath } from "node:url";
import vue from "@vitejs/plugin-vue";
import { defineConfig } from "vitest/config";
import { verbFields } from "./verbs.ts";

const office = "http://127.0.0.1:8000";

export default defineConfig({
  base: "/static/desk/",
  plugins: [vue(), verbFields()],
  resolve: { alias: { "@": fileURLToPath(new URL("./src", import.meta.url)) } },
  build: {
    outDir: "../src/zhixi/web/desk",
    emptyOutDir: true,
    target: "es2022",
    chunkSizeWarningLimit: 600,
    // Kept apart so that a new version of the pages does not make every seat fetch the library again.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "vue", test: /node_modules[\\/](@vue|vue|vue-router|pinia)[\\/]/ },
            {
              name: "element",
              test: /node_modules[\\/](element-plus|@element-plus|dayjs|lodash-es|async-validator|@floating-ui)[\\/]/,
            },
          ],
        },
      },
    },
  },
  server: {
    proxy: { "/api": office, "/ws": { target: office, ws: true }, "/gateway": { target: office, ws: true } },
  },
  test: { include: ["src/**/*.test.ts"], environment: "node" },
});
