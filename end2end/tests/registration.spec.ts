// Registering, from the button on the event's page to giving the place back.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import type { Server } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

interface Person {
  name: string;
  email: string;
}

const ADA: Person = { name: "Ada Example", email: "ada@example.org" };

/** Fills the form in, taking as long as a person takes at the very least: a second by the server's clock. */
async function fillIn(page: Page, site: Server, { name, email }: Person): Promise<void> {
  const shown = await site.now();
  await page.getByLabel("Full name").fill(name);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Country you work in").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await expect.poll(() => site.now()).toBeGreaterThan(shown + 1_100);
}

/** Reads the newest mail to someone as the administrator does while no mail is sent. */
async function newestMail(staff: Page, to: string): Promise<string> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: to }).first();
  await mail.getByText("Text", { exact: true }).click();
  return mail.locator("pre").innerText();
}

test("a place is taken, confirmed, kept in a calendar and given back", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }, testInfo) => {
  watched.allow(/422|403/);
  await visit("/events/webinar-1");
  await page.getByRole("link", { name: /^Register for this webinar/ }).click();
  await expect(page).toHaveURL("/register/webinar-1");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Webinar 1");
  await expect(page.getByLabel(/later events/)).not.toBeChecked();

  // With a mistake first: it is named, nothing is lost, and the focus is on the summary.
  await fillIn(page, site, { ...ADA, email: "ada@" });
  await page.getByRole("button", { name: "Register" }).click();
  const summary = page.locator(".error-summary");
  await expect(summary).toBeVisible();
  await expect(summary).toBeFocused();
  await expect(page).toHaveTitle(/^Error: /);
  await expect(page.getByLabel("Full name")).toHaveValue(ADA.name);
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  if (scripted) expect(await violations(page)).toEqual([]);
  await summary.getByRole("link").first().click();
  await expect(page.getByLabel("E-mail address")).toBeFocused();

  await fillIn(page, site, ADA);
  await page.getByRole("button", { name: "Register" }).click();
  await expect(page).toHaveURL("/register/webinar-1/done");
  await expect(page.getByText("What happens next")).toBeVisible();

  // The administrator reads the outbox until mail is configured.
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  const mail = await newestMail(staff, ADA.email);
  expect(mail, "nothing the applicant typed stands in it").not.toContain(ADA.name);
  const [confirm] = mail.match(/\/registration\/confirm\/\S+/) ?? [""];

  // Opening the link proves nothing; pressing the button does.
  await visit(confirm);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Confirm your registration");
  await page.getByRole("button", { name: "Confirm my registration" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("You are registered");
  await expect(page.locator(".panel__reference")).not.toBeEmpty();
  await expect(page.getByRole("link", { name: "Add to calendar" })).toHaveAttribute("href", /^\/registration\/\w+\/calendar\.ics$/);
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByRole("link", { name: "See or cancel your registration" }).click();
  await expect(page.getByText(ADA.email)).toBeVisible();

  // Reminders of this event are stopped and resumed here.
  await page.getByRole("button", { name: "Stop reminders" }).click();
  await expect(page.getByText("You get no more reminders for this event.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  if (scripted) await pictures(page, testInfo, "stopped");
  await page.getByRole("button", { name: /again/ }).click();
  await expect(page.getByText("We write to you a day and an hour before the event begins.")).toBeVisible();

  // A calendar link of one's own: made by a press, renewed, and it tells of the place that was given back.
  await page.getByRole("button", { name: "Make my calendar link" }).click();
  const link = page.getByLabel("Your calendar link");
  const first = await link.inputValue();
  expect(first.startsWith(`${site.url}/calendar/me/`)).toBe(true);
  expect(await (await page.request.get(first)).text()).toContain("STATUS:CONFIRMED");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Make a new link" }).click();
  await expect(link).not.toHaveValue(first);
  const feed = await link.inputValue();
  expect((await page.request.get(first)).status(), "the earlier link opens nothing").toBe(404);
  await page.getByText("Cancel my registration", { exact: true }).click();
  await page.getByRole("button", { name: "Yes, cancel my registration" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your registration is cancelled");
  expect(await (await page.request.get(feed)).text(), "the entry stays, as cancelled").toContain("STATUS:CANCELLED");

  await staff.getByRole("button", { name: "Sign out" }).click();
  await staff.goto("/admin/outbox");
  await expect(staff).toHaveURL(/\/admin\/sign-in/);
});

test("the same address again is told the same, and written to differently", async ({ page, site, visit, anotherContext }) => {
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site);
  for (const subject of ["Confirm your registration: Webinar 2", "You were already registered: Webinar 2"]) {
    await visit("/register/webinar-2");
    await fillIn(page, site, ADA);
    await page.getByRole("button", { name: "Register" }).click();
    await expect(page).toHaveURL("/register/webinar-2/done");
    await staff.goto("/admin/outbox");
    await expect(staff.locator("article.card h2").first()).toHaveText(subject);
  }
});

test("an unknown link is not found", { tag: "@everyone" }, async ({ visit, watched }) => {
  watched.allow(/404/);
  for (const path of ["/registration/unknown", "/registration/confirm/unknown", "/register/nowhere"]) expect((await visit(path)).status(), path).toBe(404);
});

test("an event that is over takes nobody", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/register/project-review-conference");
  await expect(page.getByText("Registration has closed.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Register" })).toHaveCount(0);
});

test.describe("with a single place", () => {
  test.use({ showing: "edited" });

  test("whoever finds the last place just taken is on the waiting list", { tag: "@everyone" }, async ({ page, site, visit, anotherContext, scripted }) => {
    const other = await (await anotherContext()).newPage();
    await open(other, "/register/webinar-3", scripted);
    await visit("/register/webinar-3");
    await fillIn(other, site, { name: "Bert Example", email: "bert@example.org" });
    await other.getByRole("button", { name: "Register" }).click();
    await expect(other).toHaveURL("/register/webinar-3/done");
    await fillIn(page, site, ADA);
    await page.getByRole("button", { name: "Register" }).click();
    await expect(page).toHaveURL("/register/webinar-3/done?waiting=yes");
    await expect(page.getByText("Every place is taken. Once you have confirmed, you are on the waiting list")).toBeVisible();
  });
});
