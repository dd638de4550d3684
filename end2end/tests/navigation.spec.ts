// Moving about: focus and title on a change of page, colours, pages that are not there or have moved.

import { expect, test } from "../support/site.ts";

test("after a navigation the reader is told of the new page: by its title, and from its top or its heading", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/");
  for (const [link, heading] of [
    ["Programme", "Programme"],
    ["Library", "Library"],
    ["People", "People"],
    ["My agenda", "My agenda"],
    ["About", "About the programme"],
  ]) {
    await page.evaluate(() => Object.assign(window, { sameDocument: true }));
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link, exact: true }).click();
    const title = page.getByRole("heading", { level: 1 });
    await expect(title).toHaveText(heading);
    await expect(page).toHaveTitle(`${heading} · Telemedicine in Cancer Care, Phase 2`);
    // A screen reader announces a new document by itself; within the same one the focus has to tell.
    const stayed = await page.evaluate(() => "sameDocument" in window);
    await expect(stayed ? title : page.locator("body")).toBeFocused();
    expect(await page.evaluate(() => scrollY)).toBe(0);
    await expect(page.locator('link[rel="canonical"]')).toHaveAttribute("href", new URL(page.url()).href);
    await expect(page.getByRole("navigation", { name: "Main" }).getByRole("link", { name: link, exact: true })).toHaveAttribute("aria-current", "page");
  }
});

test("on the first page the focus is left alone", async ({ page, visit }) => {
  await visit("/programme");
  await expect(page.locator("body")).toBeFocused();
});

test("Back returns to the page before, with its list as it was", async ({ page, visit }) => {
  await visit("/programme?kind=webinar");
  await page.getByRole("link", { name: "Webinar 3" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Webinar 3");
  await page.goBack();
  await expect(page).toHaveURL("/programme?kind=webinar");
  await expect(page.locator(".programme__results article.card:visible")).toHaveCount(3);
});

test("the skip link leads past the navigation", { tag: "@everyone" }, async ({ page, visit }) => {
  await visit("/programme");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/#content$/);
  await page.keyboard.press("Tab");
  const past = await page.evaluate(() => document.querySelector("main")?.contains(document.activeElement));
  expect(past, "the next stop is in the content").toBe(true);
});

test("colours can be switched, and the server remembers", { tag: "@everyone" }, async ({ page, visit }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await visit("/programme");
  const light = await background(page);
  await page.getByRole("button", { name: "Switch to dark colours" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(page).toHaveURL("/programme");
  expect(await background(page)).not.toBe(light);
  await visit("/about");
  await expect(page.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.getByRole("button", { name: "Switch to light colours" }).click();
  await expect(page.locator("html")).toHaveAttribute("data-theme", "light");
  expect(await background(page)).toBe(light);
});

test("a page that is not there says so, with its status and ways on", { tag: "@everyone" }, async ({ page, visit, watched }) => {
  watched.allow(/404/);
  for (const path of ["/nowhere", "/events/nowhere", "/people/nobody", "/topics/none", "/library/none", "/sessions/none", "/programme/2022-01-01", "/events/webinar-1/more"]) {
    const response = await visit(path);
    expect(response.status(), path).toBe(404);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Page not found");
    await expect(page).toHaveTitle(/^Page not found · /);
  }
  await page.getByRole("main").getByRole("link", { name: "Programme" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Programme");
});

test("search from a page that is not there reaches the programme", { tag: "@everyone" }, async ({ page, visit, watched }) => {
  watched.allow(/404/);
  await visit("/nowhere");
  await page.getByRole("searchbox", { name: "Search the programme" }).fill("Mooney");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/programme?q=Mooney");
  await expect(page.locator(".programme__results article.card:visible")).toHaveCount(1);
});

test.describe("former addresses", () => {
  test.use({ programme: "edited" });

  test("lead to the present ones", { tag: "@everyone" }, async ({ page, visit, request }) => {
    for (const [former, present] of [
      ["/events/first-webinar", "/events/webinar-1"],
      ["/people/o-ciani", "/people/oriana-ciani"],
    ]) {
      const answer = await request.get(former, { maxRedirects: 0 });
      expect([301, 308]).toContain(answer.status());
      expect(new URL(answer.headers().location, page.url() === "about:blank" ? "http://site" : page.url()).pathname).toBe(present);
      await visit(former);
      await expect(page).toHaveURL(present);
    }
  });
});

async function background(page: import("@playwright/test").Page): Promise<string> {
  return page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
}
