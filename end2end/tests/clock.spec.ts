// One clock, the server's: phases change by themselves and on time, whatever the client's clock says.

import { test } from "../support/fresh.ts";
import type { Server } from "../support/server.ts";
import { alive, expect, test as base, visit } from "../support/site.ts";
import { record, shiftWallClock, shownAt } from "../support/time.ts";

const HOUR = 3_600_000;
const CHIP = ".detail__side .chip";

// Eleven seconds before the first webinar.
test.use({ startAt: "2022-10-12T17:59:49+02:00" });

/** Within a second of the boundary by the server's clock; 100 ms are granted to the measuring itself. */
async function expectOnTime(page: import("@playwright/test").Page, site: Server, text: string, boundary: string) {
  const late = (await shownAt(page, site, text)) - Date.parse(boundary);
  expect(late, `"${text}" came ${late} ms after ${boundary}`).toBeGreaterThan(-100);
  expect(late, `"${text}" came ${late} ms after ${boundary}`).toBeLessThan(1_000);
}

for (const [wrong, hours] of [["three hours slow", -3], ["three hours fast", 3]] as const) {
  test(`two open tabs go live on time on a client that is ${wrong}`, async ({ page, context, site, watched }) => {
    await shiftWallClock(context, hours * HOUR);
    await visit(page, "/events/webinar-1");
    await expect(page.locator(CHIP)).toHaveText("Doors open");
    await record(page, CHIP);
    const home = await context.newPage();
    await visit(home, "/");
    const next = home.getByRole("complementary", { name: "Next event" });
    const homeChip = ".next-event > div:not([hidden]) .chip";
    await expect(home.locator(homeChip)).toHaveText("Doors open");
    await record(home, homeChip);
    await expect(next.locator("[role=timer]:visible")).toContainText(/in 0 min \d\d s/);
    for (const tab of [page, home]) await tab.waitForFunction(() => JSON.stringify((window as unknown as { seen: unknown }).seen).includes("Live now"), undefined, { timeout: 20_000 });
    await expectOnTime(page, site, "Live now", "2022-10-12T18:00:00+02:00");
    await expectOnTime(home, site, "Live now", "2022-10-12T18:00:00+02:00");
    await expect(page.getByRole("timer")).toBeHidden();
    await expect(page.getByText("Live now. The organiser has not given a joining address here.")).toBeVisible();
    await expect(page.getByRole("status").filter({ hasText: "Live now" })).toBeAttached();
    expect(watched.requests.filter((url) => url.endsWith("/events/webinar-1")), "the page was not loaded anew").toHaveLength(1);
  });
}

test.describe("doors", () => {
  test.use({ startAt: "2022-10-12T17:44:52+02:00" });

  test("open a quarter of an hour before", async ({ page, site }) => {
    await visit(page, "/events/webinar-1");
    await expect(page.locator(CHIP)).toHaveText("Open for registration");
    await record(page, CHIP);
    await expect(page.locator(CHIP)).toHaveText("Doors open", { timeout: 15_000 });
    await expectOnTime(page, site, "Doors open", "2022-10-12T17:45:00+02:00");
    await expect(page.getByRole("timer")).toContainText(/in 1[45] min \d\d s/);
  });
});

test.describe("the end", () => {
  test.use({ startAt: "2022-10-12T19:59:52+02:00" });

  test("gives the home page to the next event", async ({ page }) => {
    await visit(page, "/");
    const next = page.getByRole("complementary", { name: "Next event" });
    await expect(next.getByRole("heading", { name: "Webinar 1" })).toBeVisible();
    await expect(next.locator(".chip:visible", { hasText: "Live, running over" })).toBeVisible();
    await expect(next.getByRole("heading", { name: "Webinar 2" })).toBeVisible({ timeout: 15_000 });
    await expect(next.getByRole("heading", { name: "Webinar 1" })).toBeHidden();
    await expect(page.locator("article.card--event").nth(1)).toContainText("Ended");
    await expect(page.locator("article.card--event").nth(1).getByRole("link", { name: /^Register/ })).toBeHidden();
  });
});

test.describe("sleep", () => {
  test.use({ startAt: "2022-10-12T17:30:00+02:00" });

  test("does not leave the page behind", async ({ page, context }) => {
    await shiftWallClock(context, 0);
    await visit(page, "/events/webinar-1");
    await expect(page.locator(CHIP)).toHaveText("Open for registration");
    await expect(page.getByRole("timer")).toContainText(/in (30|29) min/);
    // The machine sleeps for an hour: the wall clock has moved on, the monotonic one stood still.
    await page.route("**/api/v1/time", async (route) => {
      const now = Number(await (await route.fetch()).text());
      await route.fulfill({ contentType: "text/plain", body: String(now + HOUR) });
    });
    await page.evaluate((hour) => Object.assign(window, { wallShift: hour }), HOUR);
    await expect(page.locator(CHIP)).toHaveText("Live now", { timeout: 3_000 });
  });

  test("is over when the tab is seen again", async ({ page }) => {
    await visit(page, "/events/webinar-1");
    await expect(page.getByRole("timer")).toContainText(/in (30|29) min/);
    for (const event of ["visibilitychange", "pageshow", "online"]) {
      const asked = page.waitForRequest("**/api/v1/time", { timeout: 3_000 });
      await page.evaluate((event) => (event === "visibilitychange" ? document : window).dispatchEvent(new Event(event)), event);
      await (await asked).response();
    }
  });
});

test.describe("when clocks go back an hour", () => {
  test.use({ startAt: "2022-10-30T02:59:55+02:00" });

  test("nothing jumps, and winter events are told in winter time", async ({ page, site }) => {
    await visit(page, "/events/webinar-2");
    await expect(page.locator(".when time")).toContainText("18:00–19:30 CET");
    await expect(page.locator(CHIP)).toHaveText("Open for registration");
    await expect(page.getByRole("timer")).toHaveText(/in 10 days/);
    await expect.poll(() => site.now(), { timeout: 15_000 }).toBeGreaterThan(Date.parse("2022-10-30T02:00:01+01:00"));
    await expect(page.locator(CHIP)).toHaveText("Open for registration");
    await expect(page.getByRole("timer")).toHaveText(/in 10 days/);
    await page.reload();
    await alive(page);
    await expect(page.locator(".when time")).toContainText("18:00–19:30 CET");
    await expect(page.getByRole("timer")).toHaveText(/in 10 days/);
    await visit(page, "/events/webinar-1");
    await expect(page.locator(".when time")).toContainText("18:00–19:30 CEST");
  });
});

test.describe("when clocks go forward an hour", () => {
  test.use({ showing: "conference", startAt: "2024-03-31T01:59:56+01:00" });

  test("a countdown counts the minutes that exist", async ({ page, site }) => {
    await visit(page, "/programme");
    await page.getByRole("link", { name: "Asking questions after midnight" }).first().click();
    // 03:15 summer time is a quarter of an hour after 02:00 winter time, an hour that the clock never shows.
    await expect(page.getByRole("timer")).toContainText(/in 1[45] min \d\d s/);
    await expect.poll(() => site.now(), { timeout: 15_000 }).toBeGreaterThan(Date.parse("2024-03-31T03:00:01+02:00"));
    await expect(page.getByRole("timer")).toContainText(/in 14 min \d\d s/);
    await expect(page.locator(".when time")).toContainText("03:15–03:45 CEST");
  });
});

test.describe("a session after clocks went forward", () => {
  test.use({ showing: "conference", startAt: "2024-03-31T03:14:52+02:00" });

  test("begins on time", async ({ page, site }) => {
    await visit(page, "/programme");
    await page.getByRole("link", { name: "Asking questions after midnight" }).first().click();
    await expect(page.locator(CHIP)).toHaveText("Announced");
    await record(page, CHIP);
    await expect(page.locator(CHIP)).toHaveText("Live now", { timeout: 15_000 });
    await expectOnTime(page, site, "Live now", "2024-03-31T03:15:00+02:00");
  });
});

base("a visitor elsewhere is told their own time beside the event’s", async ({ anotherContext }) => {
  const context = await anotherContext({ timezoneId: "America/New_York" });
  const page = await context.newPage();
  await visit(page, "/events/webinar-2");
  await expect(page.locator(".visitor-time")).toContainText(/For you: Wednesday.* 12:00/);
  await visit(page, "/programme");
  await page.getByRole("link", { name: "Show my time (New York)" }).click();
  await expect(page).toHaveURL(/zone=America%2FNew_York/);
  await expect(page.locator("article.card", { hasText: "Webinar 2" })).toContainText("12:00–13:30");
  await visit(page, "/programme");
  await expect(page.getByText("Times in New York")).toBeVisible();
  await page.getByRole("link", { name: "Show the event’s own time" }).click();
  await expect(page.locator("article.card", { hasText: "Webinar 2" })).toContainText("18:00–19:30");
});
