// Choosing which messages one gets, on one's own page.

import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { desktop, expect, phone, visit as open } from "../support/site.ts";
import { signIn } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";

const ADDRESS = "ada@example.org";

test("what one does not want to be told is kept, and what always comes is said", { tag: "@everyone" }, async ({ page, site, scripted, anotherContext }, testInfo) => {
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  await signIn(page, staff, ADDRESS, scripted);

  await page.getByRole("link", { name: "Choose messages" }).click();
  await expect(page.getByRole("heading", { name: "What always comes" })).toBeVisible();
  const wanted = page.getByRole("group", { name: "Write to me" }).getByRole("checkbox");
  await expect(wanted.first()).toBeChecked();
  await wanted.first().uncheck();
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Your choice is saved.")).toBeVisible();
  await open(page, "/me/notifications", scripted);
  await expect(wanted.first()).not.toBeChecked();
  await expect(wanted.last()).toBeChecked();
  if (!scripted) return;
  for (const colorScheme of ["light", "dark"] as const) {
    for (const viewport of [phone, desktop]) {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme });
      expect(await violations(page)).toEqual([]);
      await page.screenshot({ path: join(testInfo.outputDir, `${viewport.width}-${colorScheme}.png`), animations: "disabled" });
    }
  }
});
