// Somebody who reviews, with and without scripts: invited until a day, sees what is not for everybody, changes nothing, and is out
// once an administrator says so. That the day itself ends it is asked of the server alone, whose clock can be moved there.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator, enrol, linkTo } from "../support/staff.ts";

test.use({ byKeyboard: true });

const day = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const inWords = (date: string) => new Date(`${date}T12:00:00Z`).toLocaleDateString("en-GB", { day: "numeric", month: "long", year: "numeric" });

test("a reviewer is invited until a day, looks around and changes nothing", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }, testInfo) => {
  watched.allow(/422|403/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/staff");
  const [until, later] = [day(90), day(120)];
  await page.getByLabel("Their e-mail address").fill("rita@accreditation.example");
  await page.locator("#field-role").selectOption({ label: "Reviewer" });
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.locator("#field-ends")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByText("Say on which day").first()).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.locator("#field-ends").fill(until);
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByText(`Access until the end of ${inWords(until)}.`)).toBeVisible();
  const invitation = await linkTo(page, "rita@accreditation.example", /\/admin\/invitation\/\w+/);

  const other = await (await anotherContext()).newPage();
  await open(other, invitation, scripted);
  await expect(other.getByText("Your role: Reviewer")).toBeVisible();
  await expect(other.getByText(`Your access will end on ${inWords(until)}`)).toBeVisible();
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("Name").fill("Rita Reviewer");
  await other.getByLabel("New password").fill("nine otters juggle lemons");
  await other.getByRole("button", { name: "Go on to the second factor" }).click();
  await enrol(other);
  await other.getByRole("link", { name: "I have kept them" }).click();
  await expect(other).toHaveURL("/admin/review");
  const ends = other.getByText(`Your access ends on ${inWords(until)}`);
  await expect(ends).toBeVisible();
  if (scripted) expect(await violations(other)).toEqual([]);
  await pictures(other, testInfo, "review");
  const desk = other.getByRole("navigation", { name: "Desk" });
  await expect(desk.getByRole("link")).toHaveText(["Review", "Changes", "Check", "My account"]);

  await other.getByRole("button", { name: "Look at what is not released yet" }).click();
  await expect(other).toHaveURL("/programme");
  await expect(other.locator(".edit-bar__preview")).toBeVisible();
  await expect(ends).toBeVisible();
  await expect(other.getByRole("link", { name: "Edit" })).toHaveCount(0);
  if (scripted) expect(await violations(other)).toEqual([]);
  await pictures(other, testInfo, "review-programme");
  for (const path of ["/admin/check", "/admin/changes"]) {
    await open(other, path, scripted);
    await expect(ends).toBeVisible();
    if (scripted) expect(await violations(other)).toEqual([]);
  }
  for (const path of ["/admin", "/admin/registrations", "/admin/outbox", "/admin/content/events", "/admin/release"]) {
    expect((await other.goto(path))?.status(), path).toBe(403);
  }

  // Given more time, and taken out.
  await visit("/admin/staff");
  const card = page.locator("article.card", { hasText: "rita@accreditation.example" });
  await card.getByText("Change", { exact: false }).first().click();
  await pictures(page, testInfo, "staff");
  await card.getByLabel("Last day of a reviewer").fill(later);
  await card.getByRole("button", { name: "Change the last day" }).click();
  await expect(card.getByText(`Access until the end of ${inWords(later)}.`)).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await open(other, "/admin/review", scripted);
  await expect(other.getByText(`Your access ends on ${inWords(later)}`)).toBeVisible();
  await card.getByText("Change", { exact: false }).first().click();
  await card.getByRole("button", { name: "Remove" }).click();
  await expect(card).toHaveCount(0);
  await other.goto("/admin/review");
  await expect(other).toHaveURL(/\/admin\/sign-in/);
});
