// axe-core finds nothing on any page, light or dark, on a phone or a desktop, and in the states a page can be in.

import type { Page } from "@playwright/test";
import { violations } from "../support/axe.ts";
import { publicPages } from "../support/public_pages.ts";
import { desktop, expect, phone, test } from "../support/site.ts";

async function expectNoViolations(page: Page, sizes = [phone, desktop]) {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const size of sizes) {
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.setViewportSize(size);
      expect(await violations(page), `${page.url()} in ${colorScheme} at ${size.width}`).toEqual([]);
    }
  }
}

for (const [programme, path] of publicPages) {
  test.describe(`${programme} ${path}`, () => {
    test.use({ programme });

    test("has no violation", async ({ page, visit, watched }) => {
      if (path === "/nowhere") watched.allow(/404/);
      await visit(path);
      await expectNoViolations(page);
    });
  });
}

// axe cannot run where scripts are switched off, so the page is kept from coming alive instead.
test("pages that never come alive have no violation", async ({ page, watched }) => {
  watched.allow(/404|\/pkg\/|Failed to (fetch|load)|ERR_FAILED|dynamically imported/);
  await page.route("**/pkg/*.{js,wasm}", (route) => route.abort("failed"));
  for (const [programme, path] of publicPages) {
    if (programme !== "first") continue;
    await page.goto(path);
    await expectNoViolations(page, [phone]);
  }
});

test("the open sheet has no violation", async ({ page, visit }) => {
  await page.setViewportSize(phone);
  await visit("/programme?topic=prevention");
  await page.locator(".filters-open").click();
  await expect(page.getByRole("dialog", { name: "Filters" })).toBeVisible();
  await expectNoViolations(page, [phone]);
});

test("saved sessions and the agenda have no violation", async ({ page, visit }) => {
  await visit("/programme");
  await page.getByRole("button", { name: "Save Webinar 1" }).click();
  await expectNoViolations(page);
  await visit("/agenda");
  await expect(page.getByRole("link", { name: "Webinar 1" })).toBeVisible();
  await expectNoViolations(page);
});

for (const [phase, now] of [
  ["doors", "2022-10-12T17:46:00+02:00"],
  ["live", "2022-10-12T18:10:00+02:00"],
  ["over", "2023-06-01T12:00:00+02:00"],
]) {
  test.describe(`when the webinar’s phase is ${phase}`, () => {
    test.use({ now });

    test("home and event have no violation", async ({ page, visit }) => {
      for (const path of ["/", "/events/webinar-1"]) {
        await visit(path);
        await expectNoViolations(page);
      }
    });
  });
}
