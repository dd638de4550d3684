// How long things are kept, with and without scripts: what would go is shown before anything is saved.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true, startAt: "2026-03-02T12:00:00+01:00" });

test("an administrator says how long things are kept and is shown first what would go", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }, testInfo) => {
  // Saved once without having been shown, on purpose.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/settings");
  await page.getByRole("link", { name: "Say how long" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("How long things are kept");
  await expect(page.getByText("Nothing has been saved yet")).toBeVisible();
  const registrations = page.getByLabel("Registrations and answers");
  await expect(registrations).toHaveValue("24");
  await expect(page.locator("[data-goes=registrations]")).toHaveText("Nothing is older than 2 March 2024.");
  if (scripted) expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "retention");

  await registrations.selectOption({ label: "36 months" });
  await page.getByLabel("Changes at the desk").selectOption({ label: "Keep for good" });
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Nothing was saved: look at what would go")).toBeVisible();
  await expect(page.locator("[data-goes=registrations]")).toHaveText("Nothing is older than 2 March 2023.");
  await expect(page.locator("[data-goes=changes]")).toHaveText("Nothing of it goes.");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Saved. What was shown goes in the coming night.")).toBeVisible();
  await expect(registrations).toHaveValue("36");
  await expect(page.getByText("Nothing has been saved yet")).toHaveCount(0);

  await page.getByLabel("Letters that were sent").selectOption({ label: "3 months" });
  await page.getByRole("button", { name: "Show what would go" }).click();
  await expect(page.getByText("This is what would go. Nothing has been saved yet.")).toBeVisible();
  await visit("/admin/settings/retention");
  await expect(page.getByLabel("Letters that were sent")).toHaveValue("12");
  if (scripted) expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "retention-saved");
});
