// The home page: what the programme is and what comes next.

import { expect, test } from "../support/site.ts";

test("says what comes next and when", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await visit("/");
  await expect(page).toHaveTitle("Telemedicine in Cancer Care, Phase 2");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Telemedicine in Cancer Care, Phase 2");
  const next = page.getByRole("complementary", { name: "Next event" });
  await expect(next.getByRole("heading", { name: "Webinar 1" })).toBeVisible();
  await expect(next.locator(".chip:visible")).toHaveText("Open for registration");
  await expect(next.locator("time:visible")).toContainText("18:00–19:30 CEST");
  await expect(next.locator("[role=timer]:visible")).toHaveText(scripted ? /in (30 hours 0|29 hours 5\d) minutes?/ : /in (29|30) hours/);
  await expect(next.locator("a.button:visible")).toHaveAttribute("href", "/register/webinar-1");
  await expect(page.getByText("Rehearsal.")).toBeVisible();
});

test("lists the events in the order of time, each with what one can do", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/");
  const cards = page.locator("article.card--event");
  await expect(cards.locator("h3")).toHaveText(["Project Review Conference", "Webinar 1", "Webinar 2", "Webinar 3"]);
  await expect(cards.first()).toContainText("On demand");
  await expect(cards.nth(2)).toContainText("CET");
  await expect(cards.nth(2)).not.toContainText("CEST");
  await cards.first().getByRole("link", { name: /^See what is on demand/ }).click();
  await expect(page).toHaveURL("/events/project-review-conference#materials");
  await expect(page.getByRole("heading", { name: "Reports and materials" })).toBeInViewport();
});

test("names partners and supporters last, alphabetically, without links", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/");
  const section = page.locator("main section").last();
  await expect(section.getByRole("heading")).toHaveText("Partners and supporters");
  const supporters = await section.locator("ul").last().locator("li").allInnerTexts();
  expect(supporters).toEqual([...supporters].sort());
  await expect(section.getByRole("link")).toHaveCount(0);
});
