// Those who look after registrations write to chosen people by keyboard alone, with and without scripts: review, exact number, a
// minute in which it can be called back.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import type { Server } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

test.use({ byKeyboard: true, showing: "edited" });

const EVENT = "webinar-3";

async function register(page: Page, site: Server, scripted: boolean, name: string): Promise<void> {
  await open(page, `/register/${EVENT}`, scripted);
  const shown = await site.now();
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase().replaceAll(" ", ".")}@example.org`);
  await page.getByLabel("Country you work in").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await expect.poll(() => site.now()).toBeGreaterThan(shown + 1_100);
  await page.getByRole("button", { name: /^(Register|Join the waiting list)$/ }).click();
  await expect(page).toHaveURL(/\/done/);
}

test("a letter to many is reviewed, held, called back and changed", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  // Sent back twice, on purpose.
  watched.allow(/422/);
  const visitor = await (await anotherContext()).newPage();
  for (const name of ["Grace Hopper", "Ada Lovelace"]) await register(visitor, site, scripted, name);
  await becomeAdministrator(page, site, scripted);
  await visit(`/admin/registrations/${EVENT}`);

  // Only those whose address is proven are written to.
  await page.getByRole("checkbox", { name: "Choose Grace Hopper" }).press("Space");
  await page.getByLabel("What", { exact: true }).selectOption("confirm");
  await page.getByRole("button", { name: "Review", exact: true }).press("Enter");
  await page.getByLabel("Reason", { exact: true }).fill("By phone");
  await page.getByLabel("How many will change").fill("1");
  await page.getByLabel("How many will change").press("Enter");
  await expect(page.getByText("1 registration was changed.")).toBeVisible();

  await page.goto(`/admin/registrations/${EVENT}`);
  await page.getByLabel(/^All that this list finds/).press("Space");
  await page.getByRole("button", { name: "Write to them" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Write to many");
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel(/^About this event/).press("Space");
  await page.getByLabel("Subject").focus();
  await page.keyboard.type("{{secret}}");
  await page.getByLabel("Text").focus();
  await page.keyboard.type("Dear {{name}}, please **bring** a pen.");
  await page.getByRole("button", { name: "Review" }).press("Enter");
  await expect(page.locator("#subject-error")).toContainText("There is no placeholder {{secret}}");
  await expect(page.getByLabel("Text")).toHaveValue(/please \*\*bring\*\* a pen/);
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Subject").fill("For {{name}}");
  await page.getByRole("button", { name: "Review" }).press("Enter");

  await expect(page.getByText("It is sent to 1 person.")).toBeVisible();
  await expect(page.getByText("1 is not written to: the address is not proven.")).toBeVisible();
  await expect(page.getByText("For Grace Hopper")).toBeVisible();
  await expect(page.getByText("Dear Grace Hopper, please bring a pen.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("How many people get it").focus();
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(page.locator("#count-error")).toContainText("Type the number of people who get it: 1");
  await page.getByLabel("How many people get it").fill("1");
  await page.getByLabel("How many people get it").press("Enter");

  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Held");
  await expect(page.getByText(/^It leaves in \d+ seconds/)).toBeVisible();
  if (scripted) {
    const before = await page.getByRole("timer").textContent();
    await expect(page.getByRole("timer")).not.toHaveText(before ?? "");
    expect(await violations(page)).toEqual([]);
  }
  await page.getByRole("button", { name: "Call it back" }).press("Enter");
  await expect(page.getByText("It was called back: nothing was sent.")).toBeVisible();
  await expect(page.getByLabel("Subject")).toHaveValue("For {{name}}");
  await page.getByRole("link", { name: "All letters to many" }).press("Enter");
  await expect(page.getByRole("link", { name: "For {{name}}" })).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
});
