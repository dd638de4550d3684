// How the browser tests run: Chromium as the system has it, no download, nothing but the loopback interface.

import { defineConfig } from "@playwright/test";
import type { SiteOptions } from "./support/site.ts";

// Workers inherit this, so that all know where the databases of this run are.
process.env.CONTINUUM_RUN ??= String(process.pid);

const nothingBeyondThisMachine = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost";

export default defineConfig<SiteOptions>({
  testDir: "tests",
  outputDir: "test-results",
  globalTeardown: "./support/teardown.ts",
  workers: 2,
  // Files are spread over the workers; the tests of a file share a worker and so its servers.
  fullyParallel: false,
  forbidOnly: true,
  // A second try on a machine that others share; a test that needed it is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  timeout: 60_000,
  expect: { timeout: 5_000 },
  reporter: [["list"]],
  use: {
    viewport: { width: 1280, height: 800 },
    locale: "en-GB",
    // The zone of the seeded events, so that what a test expects does not depend on the machine's.
    timezoneId: "Europe/Rome",
    contextOptions: { reducedMotion: "reduce" },
    trace: "retain-on-failure",
    launchOptions: {
      executablePath: process.env.CONTINUUM_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        nothingBeyondThisMachine,
      ],
    },
  },
  projects: [
    { name: "wasm", grepInvert: /@without-script-only/ },
    // Journeys that must work for everyone are run again in a browser that runs no script at all.
    { name: "no-js", grep: /@everyone|@without-script-only/, use: { javaScriptEnabled: false } },
  ],
});
