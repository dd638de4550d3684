// Scripts run, but the module never comes: a poor network, an old browser. The page must be of use all the same.

import { expect, test } from "../support/site.ts";

test("the page is complete before its module is there, and stays so if it never comes", async ({ page, watched }) => {
  watched.allow(/\.wasm|Failed to fetch|ERR_FAILED|page error/);
  await page.route("**/*.wasm", (route) => route.abort("failed"));
  await page.goto("/programme");
  await expect(page.getByRole("link", { name: "Webinar 3" })).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-hydrated", "");
  await page.locator(".filters input[value=prevention]").check();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(page).toHaveURL("/programme?topic=prevention");
  await expect(page.locator(".programme__results article.card:visible")).toHaveCount(1);
  await page.getByRole("link", { name: "Project Review Conference" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Project Review Conference");
});
