// Choosing which messages one gets, on one's own page.

import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { desktop, expect, phone, visit as open } from "../support/site.ts";
import { keys } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";

const ADDRESS = "ada@example.org";

test("what one does not want to be told is kept, and what always comes is said", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }, testInfo) => {
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  await visit("/sign-in");
  await page.getByLabel("E-mail address").fill(ADDRESS);
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  await page.getByLabel("Code").fill((await keys(staff, ADDRESS)).code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/me");

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
