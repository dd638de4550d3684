// Those who look after registrations find, sort, keep and take away what they need, without a pointer and without scripts.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import type { Server } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

test.use({ byKeyboard: true, showing: "edited" });

const EVENT = "webinar-3";

async function register(page: Page, site: Server, scripted: boolean, name: string, country: string): Promise<void> {
  await open(page, `/register/${EVENT}`, scripted);
  const shown = await site.now();
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase().replaceAll(" ", ".")}@example.org`);
  await page.getByLabel("Country you work in").selectOption({ label: country });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await expect.poll(() => site.now()).toBeGreaterThan(shown + 1_100);
  await page.getByRole("button", { name: /^(Register|Join the waiting list)$/ }).click();
  await expect(page).toHaveURL(/\/done/);
}

test("a registration is found, the list is kept under a name and taken away", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }) => {
  const visitor = await (await anotherContext()).newPage();
  await register(visitor, site, scripted, "Grace Hopper", "Italy");
  await register(visitor, site, scripted, "Ada Lovelace", "Ireland");
  await becomeAdministrator(page, site, scripted);

  await visit("/admin/registrations");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Registrations");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.locator(`a[href="/admin/registrations/${EVENT}"]`).first().press("Enter");
  await expect(page.getByRole("table")).toContainText("Grace Hopper");
  await expect(page.getByRole("table")).toContainText("Ada Lovelace");
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel("Search", { exact: true }).fill("hopp");
  await page.getByLabel("Search", { exact: true }).press("Enter");
  await expect(page).toHaveURL(/q=hopp/);
  await expect(page.getByRole("table")).toContainText("Grace Hopper");
  await expect(page.getByRole("table")).not.toContainText("Ada Lovelace");

  await page.getByText("Keep this list under a name").press("Enter");
  await page.getByLabel("Name of the list").fill("The Hoppers");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Keep the list" }).press("Enter");
  await expect(page.getByRole("link", { name: /The Hoppers/ })).toBeVisible();

  await page.goto(`/admin/registrations/${EVENT}?q=hopp`);
  const csv = await page.request.get((await page.getByRole("link", { name: "CSV" }).getAttribute("href")) ?? "");
  expect(csv.headers()["content-type"]).toContain("text/csv");
  const text = await csv.text();
  expect(text).toContain("grace.hopper@example.org");
  expect(text).not.toContain("ada.lovelace@example.org");

  await page.getByLabel("Search", { exact: true }).fill("nobody at all");
  await page.getByLabel("Search", { exact: true }).press("Enter");
  await expect(page.getByText("Nobody matches.")).toBeVisible();
});

test("many are cancelled by keyboard alone, after a review", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  // The review is sent back once, on purpose.
  watched.allow(/422/);
  const visitor = await (await anotherContext()).newPage();
  for (const name of ["Grace Hopper", "Ada Lovelace", "Mary Somerville"]) await register(visitor, site, scripted, name, "Italy");
  await becomeAdministrator(page, site, scripted);
  await visit(`/admin/registrations/${EVENT}`);

  await page.getByRole("checkbox", { name: "Choose Grace Hopper" }).press("Space");
  await page.getByRole("checkbox", { name: "Choose Ada Lovelace" }).press("Space");
  await page.getByLabel("What", { exact: true }).selectOption("cancel");
  await page.getByRole("button", { name: "Review" }).press("Enter");
  await expect(page).toHaveURL(/\/bulk\//);
  await expect(page.getByText("2 registrations will change.")).toBeVisible();
  await expect(page.getByText("2 letters will be sent about it.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel("Reason", { exact: true }).focus();
  await page.keyboard.type("The room is too small");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("alert")).toContainText("Type the number");
  await expect(page.getByLabel("Reason", { exact: true })).toHaveValue("The room is too small");
  await page.getByLabel("How many will change").focus();
  await page.keyboard.type("2");
  await page.keyboard.press("Enter");
  await expect(page.getByText("2 registrations were changed.")).toBeVisible();

  await page.getByRole("link", { name: "Back to the list" }).press("Enter");
  await page.getByRole("link", { name: "Grace Hopper" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  await expect(page.getByText("The room is too small")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.goto(`/admin/registrations/${EVENT}?state=cancelled`);
  await expect(page.getByRole("table")).toContainText("Ada Lovelace");
  await expect(page.getByRole("table")).not.toContainText("Mary Somerville");
});
