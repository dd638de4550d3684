// The benchmarks of `cargo xtask bench`: one after the other, on a machine that does nothing else.

import { defineConfig } from "@playwright/test";
import browserTests from "./playwright.config.ts";
import type { SiteOptions } from "./support/site.ts";

export default defineConfig<SiteOptions>({
  ...browserTests,
  testDir: "bench",
  testMatch: "*.bench.ts",
  workers: 1,
  timeout: 600_000,
  reporter: [["line"], ["./bench/table.ts"]],
  use: { ...browserTests.use, trace: "off" },
  projects: [{ name: "bench" }],
});
