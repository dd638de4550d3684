// A full event: waiting for a place, being offered one, taking it or leaving it, and what an editor may decide.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import type { Server } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

test.use({ byKeyboard: true, showing: "edited" });

const EVENT = "/register/webinar-3";

/** Sends the form as a person would: not faster than a second by the server's clock. */
async function ask(page: Page, site: Server, scripted: boolean, name: string): Promise<void> {
  await open(page, EVENT, scripted);
  const shown = await site.now();
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("E-mail address").fill(`${name.toLowerCase()}@example.org`);
  await page.getByLabel("Country you work in").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await expect.poll(() => site.now()).toBeGreaterThan(shown + 1_100);
  await page.getByRole("button", { name: /^(Register|Join the waiting list)$/ }).click();
  await expect(page).toHaveURL(/\/register\/webinar-3\/done/);
}

/** Paths of the links in somebody's newest mail, as the administrator reads it while no mail is sent. */
async function links(staff: Page, name: string): Promise<{ confirm: string; manage: string }> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: `${name.toLowerCase()}@example.org` }).first();
  await mail.getByText("Text", { exact: true }).click();
  const text = await mail.locator("pre").innerText();
  const [confirm] = text.match(/\/registration\/confirm\/\w+/) ?? [""];
  const [manage] = text.match(/\/registration\/(?!confirm\/)\w{20,}/) ?? [""];
  return { confirm, manage };
}

/** Sends the form, confirms, and ends on the page that says how it stands; the path of one's own page. */
async function come(page: Page, staff: Page, site: Server, scripted: boolean, name: string): Promise<string> {
  await ask(page, site, scripted, name);
  const { confirm, manage } = await links(staff, name);
  await open(page, confirm, scripted);
  await page.getByRole("button", { name: /^Confirm/ }).click();
  await expect(page.getByRole("link", { name: "See or cancel your registration" })).toBeVisible();
  return manage;
}

async function cancel(page: Page, manage: string, scripted: boolean): Promise<void> {
  await open(page, manage, scripted);
  await page.getByText("Cancel my registration", { exact: true }).click();
  await page.getByRole("button", { name: "Yes, cancel my registration" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your registration is cancelled");
}

async function administrator(anotherContext: () => Promise<{ newPage(): Promise<Page> }>, site: Server, scripted: boolean): Promise<Page> {
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  return staff;
}

test("a freed place is offered to the next, who takes it", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }) => {
  const staff = await administrator(anotherContext, site, scripted);
  const holder = await come(page, staff, site, scripted, "Holder");

  // The event's own page says so within the second.
  await expect(async () => {
    await visit("/events/webinar-3");
    await expect(page.getByRole("link", { name: /^Full, waiting list/ })).toBeVisible({ timeout: 200 });
  }).toPass({ timeout: 10_000 });
  await page.getByRole("link", { name: /^Full, waiting list/ }).first().click();
  await expect(page).toHaveURL(EVENT);
  await expect(page.getByText("Every place is taken. There is a waiting list.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Join the waiting list" })).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  const first = await come(page, staff, site, scripted, "First");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are on the waiting list");
  await expect(page.getByText("You are number 1 on the waiting list")).toBeVisible();
  const second = await come(page, staff, site, scripted, "Second");
  await expect(page.getByText("1 person asked before you")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  await cancel(page, holder, scripted);
  await visit(first);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A place is free for you");
  await expect(page.getByText(/A place is held for you until .* (CET|CEST)/)).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Accept the place" }).click();
  await expect(page.getByText("You have a place.")).toBeVisible();
  await expect(page.getByRole("link", { name: "Add to calendar" })).toBeVisible();
  await visit(second);
  await expect(page.getByText("You are number 1 on the waiting list")).toBeVisible();
});

test("an offer that is declined goes on", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }) => {
  const staff = await administrator(anotherContext, site, scripted);
  const holder = await come(page, staff, site, scripted, "Holder");
  const first = await come(page, staff, site, scripted, "First");
  const second = await come(page, staff, site, scripted, "Second");
  await cancel(page, holder, scripted);
  await visit(first);
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your registration is cancelled");
  await visit(second);
  await expect(page.getByRole("button", { name: "Accept the place" })).toBeVisible();
});

test("links are sent again, and nobody is told to whom", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }) => {
  const staff = await administrator(anotherContext, site, scripted);
  await ask(page, site, scripted, "Holder");
  const old = await links(staff, "Holder");
  await page.getByText("No message has come").click();
  for (const address of ["holder@example.org", "nobody@example.org"]) {
    await visit("/registration/resend");
    await page.getByLabel("E-mail address").fill(address);
    await page.getByRole("button", { name: "Send me my links again" }).click();
    await expect(page.getByText("If that address is registered")).toBeVisible();
  }
  const { confirm, manage } = await links(staff, "Holder");
  expect(confirm).not.toBe(old.confirm);
  await visit(confirm);
  await page.getByRole("button", { name: "Confirm my registration" }).click();
  await expect(page.getByText("You have a place.")).toBeVisible();
  await visit(manage);
  await expect(page.getByText("holder@example.org")).toBeVisible();
});

test("an administrator gives a place out of turn, for a reason that is kept", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  watched.allow(/422/);
  const staff = await administrator(anotherContext, site, scripted);
  await come(page, staff, site, scripted, "Holder");
  const first = await come(page, staff, site, scripted, "First");
  const second = await come(page, staff, site, scripted, "Second");

  await staff.goto("/admin/registrations/webinar-3");
  await expect(staff.getByText("1 of 1 taken")).toBeVisible();
  if (scripted) expect(await violations(staff)).toEqual([]);
  const row = staff.getByRole("row", { name: /second@example.org/ });
  await row.getByText("Decide").click();
  await row.getByRole("button", { name: "Give a place" }).click();
  await expect(staff.getByRole("alert")).toContainText("Say why");
  // It stays open there, and says so by the field.
  await expect(row.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await row.getByLabel("Reason").fill("Speaks in the second hour");
  await row.getByRole("button", { name: "Give a place" }).click();
  await expect(staff.getByText("2 of 1 taken")).toBeVisible();
  await expect(staff.getByText(/Give a place .* Speaks in the second hour/)).toBeVisible();
  await visit(second);
  await expect(page.getByText("You have a place.")).toBeVisible();

  await staff.getByText("Take the limit away", { exact: true }).click();
  const limit = staff.locator("form", { hasText: "give everybody a place" });
  await limit.getByLabel("Reason").fill("It is online");
  await limit.getByRole("button", { name: /^Take the limit away/ }).click();
  await expect(staff.getByText("the limit was taken away")).toBeVisible();
  await visit(first);
  await expect(page.getByText("You have a place.")).toBeVisible();
});
