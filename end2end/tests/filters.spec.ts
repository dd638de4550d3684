// Filtering the programme: what is chosen is in the address, and every number tells the truth.

import { expect, test } from "../support/site.ts";
import { box, offers, saidCount, shownCards, toggle } from "../support/filters.ts";

test("a topic narrows the list, stands above it and in the address", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await visit("/programme");
  await expect(shownCards(page)).toHaveCount(4);
  await expect(page.locator(".results-count")).toHaveText("4 events");
  await toggle(page, scripted, "topic", "prevention");
  await expect(page).toHaveURL("/programme?topic=prevention");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(shownCards(page)).toContainText("Project Review Conference");
  await expect(page.locator(".results-count")).toHaveText("1 event");
  await expect(box(page, "topic", "prevention")).toBeChecked();
  await page.getByRole("link", { name: "Remove filter: Prevention" }).click();
  await expect(page).toHaveURL("/programme");
  await expect(shownCards(page)).toHaveCount(4);
});

test("a speaker narrows the list", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await visit("/programme");
  await toggle(page, scripted, "speaker", "florian-scotte");
  await expect(page).toHaveURL("/programme?speaker=florian-scotte");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(shownCards(page)).toContainText("Webinar 3");
  await expect(page.getByRole("link", { name: "Remove filter: Florian Scotté" })).toBeVisible();
});

for (const start of ["/programme", "/programme?speaker=sana-al-sukhun", "/programme?topic=prevention&kind=conference"]) {
  test(`every number on ${start} says what choosing that value gives`, async ({ page, visit, scripted }) => {
    // Every value of every facet is tried: some thirty choices, each taken back.
    test.slow();
    await visit(start);
    const chosen = new URL(start, "http://site").searchParams;
    for (const { parameter, slug, count } of await offers(page)) {
      if (chosen.getAll(parameter).includes(slug)) continue;
      await toggle(page, scripted, parameter, slug);
      await expect(box(page, parameter, slug)).toBeChecked();
      await expect.poll(() => saidCount(page), { message: `${parameter}=${slug}` }).toBe(count);
      await expect(shownCards(page)).toHaveCount(count);
      await toggle(page, scripted, parameter, slug);
      await expect(box(page, parameter, slug)).not.toBeChecked();
    }
  });
}

test("the address is in one order whatever was chosen first, and Back undoes one step", async ({ page, visit, scripted }) => {
  await visit("/programme");
  await toggle(page, scripted, "speaker", "sana-al-sukhun");
  await expect(shownCards(page)).toHaveCount(2);
  await toggle(page, scripted, "topic", "prevention");
  await expect(page).toHaveURL("/programme?topic=prevention&speaker=sana-al-sukhun");
  await expect(shownCards(page)).toHaveCount(1);
  await page.goBack();
  await expect(page).toHaveURL("/programme?speaker=sana-al-sukhun");
  await expect(shownCards(page)).toHaveCount(2);
  await expect(box(page, "topic", "prevention")).not.toBeChecked();
  await page.goBack();
  await expect(page).toHaveURL("/programme");
  await expect(shownCards(page)).toHaveCount(4);
  await page.goForward();
  await expect(shownCards(page)).toHaveCount(2);
  await page.reload();
  await expect(box(page, "speaker", "sana-al-sukhun")).toBeChecked();
  await expect(shownCards(page)).toHaveCount(2);
});

test("one address gives one result, with scripts and without", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/programme?speaker=sana-al-sukhun&topic=prevention");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(box(page, "topic", "prevention")).toBeChecked();
  await expect(page.locator(".token")).toContainText(["Prevention", "Sana Al Sukhun", "Clear all"]);
  await page.locator(".tokens").getByRole("link", { name: "Clear all" }).click();
  await expect(page).toHaveURL("/programme");
  await expect(shownCards(page)).toHaveCount(4);
});

test("what nothing has is ignored, and the page says so", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/programme?topic=alchemy&kind=webinar");
  await expect(page.getByText("Ignored, since nothing here has it: alchemy.")).toBeVisible();
  await expect(shownCards(page)).toHaveCount(3);
});

test("an empty result offers what to drop and how much that gives", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/programme?topic=prevention&speaker=florian-scotte");
  await expect(shownCards(page)).toHaveCount(0);
  await expect(page.getByText("No events match all of these filters.")).toBeVisible();
  const offer = page.getByRole("link", { name: /^Remove Prevention → 1 event$/ });
  await expect(offer).toBeVisible();
  await offer.click();
  await expect(page).toHaveURL("/programme?speaker=florian-scotte");
  await expect(shownCards(page)).toHaveCount(1);
});

test("search finds words without their accents and replaces the present step", async ({ page, visit }) => {
  await visit("/");
  await page.getByRole("link", { name: "Browse the programme" }).click();
  const field = page.getByRole("searchbox", { name: "Search the programme" });
  await field.pressSequentially("scotte");
  await expect(page).toHaveURL("/programme?q=scotte");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(shownCards(page)).toContainText("Webinar 3");
  await expect(field).toBeFocused();
  await page.goBack();
  await expect(page).toHaveURL("/");
});

test("search works as a plain form", { tag: "@without-script-only" }, async ({ page, visit }) => {
  await visit("/programme?kind=webinar");
  await page.getByRole("searchbox", { name: "Search the programme" }).fill("Scotté");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/\/programme\?kind=webinar&q=Scott%C3%A9$/);
  await expect(shownCards(page)).toHaveCount(1);
});

test("the focus stays on what was ticked, and the count is told politely", async ({ page, visit }) => {
  await visit("/programme");
  const topic = box(page, "topic", "prevention");
  await topic.focus();
  await page.keyboard.press("Space");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(topic).toBeFocused();
  await expect(page.getByRole("status").filter({ hasText: "1 event" })).toBeAttached();
});

test("the library has the same filters", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await visit("/library");
  await expect(shownCards(page)).toHaveCount(2);
  await toggle(page, scripted, "topic", "prevention");
  await expect(page).toHaveURL("/library?topic=prevention");
  await expect(shownCards(page)).toHaveCount(1);
  await expect(shownCards(page)).toContainText("Lessons from the Covid area");
});
