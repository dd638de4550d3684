// The words of a letter are changed by keyboard alone, with and without scripts: what it cannot do without is asked for, it is seen
// before it is saved, tried, and taken back.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true, showing: "edited" });

test("a letter gets other words, is tried and goes back", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  // Sent back once, on purpose.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/mail");
  const desk = page.getByRole("navigation", { name: "Desk" });
  await expect(desk.getByRole("link", { name: "Letters", exact: true })).toHaveAttribute("aria-current", "page");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "The registration is confirmed" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The registration is confirmed");
  await expect(desk.getByRole("link", { name: "Letters", exact: true })).toHaveAttribute("aria-current", "true");
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel("Text").focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("Welcome, {{name}}");
  await page.getByRole("button", { name: "Save the words" }).press("Enter");
  await expect(page.locator("#text-error")).toContainText("cannot do without {{details}}");
  await expect(page.getByLabel("Text")).toHaveValue(/Welcome, \{\{name\}\}/);
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel("Text").fill("Welcome!\n\n{{details}}\n\n{{manage}}");
  await page.getByRole("button", { name: "See how it reads" }).press("Enter");
  await expect(page.getByText("These words are not saved yet.")).toBeVisible();
  await expect(page.locator(".mail-text")).toContainText("Welcome!");
  await page.getByRole("button", { name: "Save the words" }).press("Enter");
  await expect(page.getByText(/^Saved\./)).toBeVisible();

  await page.getByRole("button", { name: "Send a test to me" }).press("Enter");
  await expect(page.getByText(/^A test is on its way/)).toBeVisible();
  await page.goto("/admin/outbox");
  await expect(page.getByRole("heading", { name: /^Test: / }).first()).toBeVisible();

  await page.goto("/admin/mail/confirmed");
  await page.getByRole("button", { name: "Undo the last change" }).press("Enter");
  await expect(page.getByText("The last change was taken back.")).toBeVisible();
  await expect(page.getByText("In the words that came with the product")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
});
