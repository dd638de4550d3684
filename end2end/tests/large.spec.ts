// A conference of 773 sessions. The schedule is not ours to ship: where it is absent these tests say so.

import type { Locator } from "@playwright/test";
import { box, saidCount, shownCards, toggle } from "../support/filters.ts";
import { transferred } from "../support/transfer.ts";
import { expect, hasLargeSchedule, phone, test, whyNoLargeSchedule } from "../support/site.ts";

test.use({ programme: "large" });
test.skip(!hasLargeSchedule, whyNoLargeSchedule);

test("days, tracks and rooms narrow it, with scripts and without", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await visit("/programme");
  // The first programme's own events may stand beside it.
  expect(await saidCount(page)).toBeGreaterThanOrEqual(773);
  const days = page.getByRole("navigation", { name: "Days" });
  const [first, second] = ["2021-02-06", "2021-02-07"].map((day) => days.locator(`a[href="/programme/${day}"]`));
  const count = async (day: Locator) => Number(await day.locator(".day-nav__count").innerText());
  const [saturday, sunday] = [await count(first), await count(second)];
  expect(saturday + sunday).toBe(773);
  await first.click();
  await expect(page).toHaveURL("/programme/2021-02-06");
  await expect(page.locator(".results-count")).toHaveText(`${saturday} sessions`);
  const input = page.locator(".filters input[type=checkbox]:visible").first();
  const [parameter, slug] = [await input.getAttribute("name"), await input.getAttribute("value")];
  const said = Number(await input.locator("xpath=ancestor::label").locator(".facet__count").innerText());
  await toggle(page, scripted, parameter ?? "", slug ?? "");
  await expect(page.locator(".results-count")).toHaveText(`${said} ${said === 1 ? "session" : "sessions"}`);
  await expect(shownCards(page)).toHaveCount(said);
});

test("a speaker is found by name among hundreds", async ({ page, visit }) => {
  await visit("/programme");
  const finder = page.getByRole("combobox", { name: "Find a speaker" });
  await finder.focus();
  const name = await page.locator("#all-speaker option").nth(100).getAttribute("value");
  await finder.fill(name ?? "");
  await expect(page.getByRole("link", { name: `Remove filter: ${name}` })).toBeVisible();
  await expect(page).toHaveURL(/speaker=/);
  expect(await saidCount(page)).toBeGreaterThan(0);
  await expect(shownCards(page).first()).toContainText((name ?? "").split(" ")[0]);
});

test("sessions at the same time clash on the agenda, and may stay", async ({ page, visit }) => {
  await visit("/programme/2021-02-06");
  const slot = page.locator("section.slot", { has: page.locator("li:nth-child(2)") }).first();
  for (const star of (await slot.locator(".save").all()).slice(0, 2)) await star.click();
  await visit("/agenda");
  await expect(page.locator("article.card")).toHaveCount(2);
  await expect(page.locator(".clash")).toHaveCount(2);
  await expect(page.locator(".clash").first()).toContainText("At the same time as");
});

test("one day is at most 60 KiB", async ({ site }) => {
  for (const day of ["2021-02-06", "2021-02-07"]) {
    const answer = await transferred(`${site.url}/programme/${day}`);
    expect(answer.encoding).toBe("br");
    expect(answer.bytes).toBeLessThanOrEqual(60 * 1024);
  }
});

test("it works on a phone", { tag: "@everyone" }, async ({ page, visit }) => {
  await page.setViewportSize(phone);
  await visit("/programme/2021-02-07");
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(phone.width);
  await page.locator("h4 a:visible").first().click();
  await expect(page).toHaveURL(/\/sessions\//);
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
});

test.describe("on a day under way", () => {
  test.use({ now: "2021-02-06T14:02:00+01:00" });

  test("what is over is folded away, and a link leads to what is on now", { tag: "@everyone" }, async ({ page, visit }) => {
    await visit("/programme/2021-02-06");
    const earlier = page.locator(".day__earlier");
    await expect(earlier.locator("summary")).toContainText("Earlier (");
    await expect(earlier.locator("article.card").first()).toBeHidden();
    // An information desk that is open all day keeps nothing that began with it and is over.
    const coming = page.locator(".day > .slot .chip");
    await expect(coming.first()).toBeVisible();
    await expect(coming.and(page.locator("[data-phase=ended], [data-phase=on_demand], [data-phase=cancelled]"))).toHaveCount(0);
    await page.locator(".site-footer").scrollIntoViewIfNeeded();
    await page.getByRole("link", { name: "Now", exact: true }).click();
    await expect(page.locator("#now + .slot")).toBeInViewport();
  });
});
