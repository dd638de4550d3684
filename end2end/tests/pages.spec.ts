// Every kind of page says what it is about, on the server and after a navigation.

import { expect, test } from "../support/site.ts";

test("an event says when, who, what and how", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/events/webinar-2");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Webinar 2");
  const side = page.getByRole("complementary", { name: "When and how" });
  await expect(side.locator(".when time")).toHaveText("Wednesday 9 November 2022, 18:00–19:30 CET");
  await expect(side.getByText("Announced as: 18:00 CEST")).toBeVisible();
  await expect(side.getByRole("link", { name: /^Register for this webinar/ })).toBeVisible();
  await expect(page.getByRole("link", { name: "Mark Lawler" })).toHaveAttribute("href", "/people/mark-lawler");
  await page.getByRole("link", { name: "Mark Lawler" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Mark Lawler");
});

test("a person has all they take part in, and a disclosure", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/people/sana-al-sukhun");
  await expect(page.locator("article.card--event h3")).toHaveText(["Project Review Conference", "Webinar 2"]);
  await expect(page.locator("dd", { hasText: /not provided/i })).toBeVisible();
  await page.getByRole("link", { name: "Show in the programme" }).click();
  await expect(page).toHaveURL("/programme?speaker=sana-al-sukhun");
  await expect(page.locator(".programme__results article.card:visible")).toHaveCount(2);
});

test("people are listed by their family name", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/people");
  await expect(page.locator(".person-card__name")).toHaveCount(16);
  await expect(page.locator(".person-card__name").first()).toHaveText("Matti Aapro");
  await page.getByRole("link", { name: "Kathi Mooney" }).click();
  await expect(page).toHaveURL("/people/kathi-mooney");
});

test("a topic gathers events and materials", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/topics/prevention");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Prevention");
  await expect(page.locator("article.card--event h3")).toHaveText(["Project Review Conference"]);
  await expect(page.locator("article.card--material")).toHaveCount(1);
  await visit("/topics/telepathology");
  await expect(page.getByText("Nothing in the programme carries this topic yet.")).toBeVisible();
});

test("a report leads to where it is published, and back to its event", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/library");
  await page.getByRole("link", { name: /^Telemedicine in Cancer Care Continuum: Supportive care/ }).first().click();
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Supportive care");
  const outside = page.getByRole("link", { name: "Read at Cancerworld" });
  await expect(outside).toHaveAttribute("href", /^https:\/\/cancerworld\.net\//);
  await expect(outside).toHaveAttribute("rel", /noopener/);
  await expect(page.getByRole("link", { name: "Adriana Albini" })).toBeVisible();
  await page.getByRole("main").getByRole("link", { name: "Project Review Conference" }).click();
  await expect(page).toHaveURL("/events/project-review-conference");
});

test("pages of text are there", { tag: "@everyone" }, async ({ page, visit }) => {
  for (const [path, heading] of [
    ["/about", "About the programme"],
    ["/supporters", "Partners and supporters"],
    ["/privacy", "Privacy"],
    ["/accessibility", "Accessibility statement"],
  ]) {
    expect((await visit(path)).status()).toBe(200);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(heading);
  }
});

test.describe("a conference with sessions", () => {
  test.use({ programme: "conference" });

  test("a session says when, where, who, and leads to its event", { tag: "@everyone" }, async ({ page, visit }) => {
    await visit("/programme");
    await page.getByRole("link", { name: "Asking questions after midnight" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Asking questions after midnight");
    await expect(page.locator(".when time")).toContainText("03:15–03:45 CEST");
    await expect(page.getByRole("link", { name: "Aula Magna" })).toBeVisible();
    await expect(page.getByRole("link", { name: "Ada Example" }).first()).toBeVisible();
    await page.getByRole("main").getByRole("link", { name: "Night School of Telemedicine" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Night School of Telemedicine");
  });

  test("each day has its page", { tag: "@everyone" }, async ({ page, visit }) => {
    await visit("/programme");
    const days = page.getByRole("navigation", { name: "Days" });
    await expect(days.getByRole("link").first()).toHaveAttribute("aria-current", "page");
    await days.getByRole("link", { name: /31 March/ }).click();
    await expect(page).toHaveURL("/programme/2024-03-31");
    await expect(days.getByRole("link", { name: /31 March/ })).toHaveAttribute("aria-current", "date");
    await expect(page.getByRole("heading", { level: 1 })).toContainText("31 March");
  });

  test("rooms stand side by side in the day grid", { tag: "@everyone" }, async ({ page, visit }) => {
    await visit("/programme?view=grid");
    const table = page.getByRole("table").last();
    await expect(table.getByRole("columnheader", { name: "Aula Minor" })).toBeVisible();
    await expect(table.getByRole("link", { name: "What telemonitoring asks of a ward" })).toBeVisible();
  });

  test("tracks and rooms can be filtered by", { tag: "@everyone" }, async ({ page, visit }) => {
    await visit("/programme?room=aula-minor");
    await expect(page.locator(".programme__results article.card:visible")).toHaveCount(1);
  });
});
