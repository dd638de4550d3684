// On a phone the filters are a sheet over the list.

import { expect, phone, test } from "../support/site.ts";
import { box, shownCards } from "../support/filters.ts";

test.use({ viewport: phone });

test("the sheet opens, counts as one chooses, and closes on the result", async ({ page, visit }) => {
  await visit("/programme");
  const opener = page.locator(".filters-open");
  await expect(opener).toHaveText("Filters");
  await opener.click();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await expect(sheet).toBeVisible();
  await expect(sheet.getByRole("button", { name: "Show 4 events" })).toBeVisible();
  await box(page, "topic", "prevention").click();
  const show = sheet.getByRole("button", { name: "Show 1 event" });
  await expect(show).toBeInViewport({ ratio: 1 });
  await show.click();
  await expect(sheet).toBeHidden();
  await expect(shownCards(page)).toHaveCount(1);
  await expect(opener).toHaveText("Filters (1)");
  await expect(opener).toBeFocused();
  await expect(page).toHaveURL("/programme?topic=prevention");
});

test("Escape closes the sheet and the focus returns to its button", async ({ page, visit }) => {
  await visit("/programme?kind=webinar&topic=efficiency");
  const opener = page.locator(".filters-open");
  await expect(opener).toHaveText("Filters (2)");
  await opener.focus();
  await page.keyboard.press("Enter");
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await expect(sheet).toBeVisible();
  expect(await sheet.evaluate((dialog) => dialog.contains(document.activeElement))).toBe(true);
  await page.keyboard.press("Escape");
  await expect(sheet).toBeHidden();
  await expect(opener).toBeFocused();
});

test("Clear all empties the sheet and Back brings the choice back", async ({ page, visit }) => {
  await visit("/programme?kind=webinar&topic=efficiency");
  await page.locator(".filters-open").click();
  const sheet = page.getByRole("dialog", { name: "Filters" });
  await sheet.getByText("Clear all", { exact: true }).click();
  await expect(sheet.getByRole("button", { name: "Show 4 events" })).toBeVisible();
  await sheet.getByRole("button", { name: "Close filters" }).click();
  await expect(sheet).toBeHidden();
  await expect(page).toHaveURL("/programme");
  await page.goBack();
  await expect(page).toHaveURL(/topic=efficiency/);
  await expect(shownCards(page)).toHaveCount(3);
});

test("without scripts the button leads to the form", { tag: "@without-script-only" }, async ({ page, visit }) => {
  await visit("/programme");
  const opener = page.locator(".filters-open");
  if (await opener.isVisible()) await opener.click();
  const input = box(page, "topic", "prevention");
  await input.scrollIntoViewIfNeeded();
  await input.check();
  await page.getByRole("button", { name: "Apply filters" }).click();
  await expect(shownCards(page)).toHaveCount(1);
});
