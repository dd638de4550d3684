// "My agenda": kept in the browser, in every tab, with clashes shown.

import { expect, test, visit as visitPage } from "../support/site.ts";

test("what is saved stays, in every tab and after a reload", async ({ page, visit, context }) => {
  await visit("/programme");
  const star = page.getByRole("button", { name: "Save Webinar 2" });
  await expect(star).toHaveAttribute("aria-pressed", "false");
  const other = await context.newPage();
  await visitPage(other, "/agenda");
  await expect(other.getByText("You have not saved anything yet.")).toBeVisible();
  await star.click();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  await expect(other.getByRole("link", { name: "Webinar 2" })).toBeVisible();
  await page.reload();
  await expect(star).toHaveAttribute("aria-pressed", "true");
  // Taken out again, it stays in sight until the page is left, so that a slip can be undone.
  await other.getByRole("button", { name: "Save Webinar 2" }).click();
  await expect(star).toHaveAttribute("aria-pressed", "false");
  await other.reload();
  await expect(other.getByText("You have not saved anything yet.")).toBeVisible();
});

test("the programme shows only what is saved when asked to", async ({ page, visit }) => {
  await visit("/programme");
  await page.getByRole("button", { name: "Save Webinar 1" }).click();
  await page.getByRole("link", { name: "Saved", exact: true }).click();
  await expect(page).toHaveURL("/programme?view=agenda");
  await expect(page.locator(".programme__results article.card:visible")).toHaveCount(1);
});

test("without scripts the page says what it needs", { tag: "@without-script-only" }, async ({ page, visit }) => {
  await visit("/agenda");
  await expect(page.getByText("Saving needs the browser’s own storage")).toBeVisible();
});

test.describe("two sessions at once", () => {
  test.use({ programme: "conference" });

  test("a session and the event around it do not count as a clash with others", async ({ page, visit }) => {
    await visit("/programme");
    const stars = page.locator("article.card .save:visible");
    for (const star of await stars.all()) await star.click();
    await visit("/agenda");
    await expect(page.locator("article.card").first()).toBeVisible();
    await expect(page.locator(".clash")).toHaveCount(0);
  });
});
