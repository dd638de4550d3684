// Search over the whole site: a form on every page, and results below its field while words are typed.

import { violations } from "../support/axe.ts";
import { desktop, expect, phone, test } from "../support/site.ts";

test("the header leads to what is looked for", { tag: "@everyone" }, async ({ page, visit }) => {
  await page.setViewportSize(desktop);
  await visit("/people");
  await page.getByRole("searchbox", { name: "Search this site" }).fill("sctote");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/search?q=sctote");
  const first = page.locator(".search-result").first();
  await expect(first.getByRole("link", { name: "Florian Scotté" })).toBeVisible();
  await expect(first.locator("mark")).toHaveText("Scotté");
  await page.setViewportSize(phone);
  await visit("/people");
  await page.getByRole("link", { name: "Search this site" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Search");
});

test("results are offered while words are typed, and the keyboard chooses among them", async ({ page, visit }) => {
  await page.setViewportSize(desktop);
  await visit("/library");
  await page.getByRole("searchbox", { name: "Search this site" }).focus();
  const field = page.getByRole("combobox", { name: "Search this site" });
  await field.pressSequentially("scott");
  const offered = page.getByRole("option");
  await expect(offered.first()).toContainText("Florian Scotté");
  await expect(offered.last()).toContainText("All results for “scott”");
  expect(await violations(page)).toEqual([]);
  await field.press("Escape");
  await expect(page.getByRole("listbox")).toBeHidden();
  await expect(field).toHaveValue("scott");
  await field.pressSequentially("e");
  await expect(offered.first()).toBeVisible();
  await field.press("ArrowDown");
  await expect(offered.first()).toHaveAttribute("aria-selected", "true");
  await field.press("Enter");
  await expect(page).toHaveURL("/people/florian-scotte");
});
