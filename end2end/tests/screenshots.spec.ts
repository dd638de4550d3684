// Pictures of the pages. They go to docs/screenshots when CONTINUUM_SCREENSHOTS=1, else they stay with the test.

import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { repository } from "../support/server.ts";
import { desktop, expect, phone, test } from "../support/site.ts";

const sizes = { phone, desktop };

const pictures: [name: string, path: string, size: keyof typeof sizes, colorScheme: "light" | "dark"][] = [
  ["home-phone-light", "/", "phone", "light"],
  ["home-desktop-light", "/", "desktop", "light"],
  ["programme-desktop-light", "/programme", "desktop", "light"],
  ["programme-phone-dark", "/programme", "phone", "dark"],
  ["event-desktop-dark", "/events/webinar-1", "desktop", "dark"],
  ["event-phone-light", "/events/webinar-1", "phone", "light"],
  ["library-desktop-light", "/library", "desktop", "light"],
  ["people-phone-light", "/people", "phone", "light"],
];

// Ten minutes before the first webinar, as a trial shows it.
test.use({ now: "2022-10-12T17:50:00+02:00" });

for (const [name, path, size, colorScheme] of pictures) {
  test(name, async ({ page, visit }, testInfo) => {
    await page.setViewportSize(sizes[size]);
    await page.emulateMedia({ colorScheme });
    await visit(path);
    const folder = process.env.CONTINUUM_SCREENSHOTS === "1" ? join(repository, "docs/screenshots") : testInfo.outputDir;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, `${name}.png`);
    await page.screenshot({ path: file, animations: "disabled" });
    expect(statSync(file).size, "a blank page is smaller").toBeGreaterThan(10_000);
  });
}
