// Pictures to look at.

import { mkdirSync } from "node:fs";
import { join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { desktop, phone } from "./site.ts";

/** A picture in both sizes and colour schemes, beside the test's results. */
export async function pictures(page: Page, testInfo: TestInfo, name: string): Promise<void> {
  mkdirSync(testInfo.outputDir, { recursive: true });
  for (const [size, viewport] of Object.entries({ phone, desktop })) {
    await page.setViewportSize(viewport);
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.screenshot({ path: join(testInfo.outputDir, `${name}-${size}-${colorScheme}.png`), animations: "disabled", fullPage: true });
    }
  }
}
