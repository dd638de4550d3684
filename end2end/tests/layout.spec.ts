// Narrow windows, large text, spaced text, forced colours, no movement, paper.

import type { Page } from "@playwright/test";
import { publicPages } from "../support/public_pages.ts";
import { expect, phone, test } from "../support/site.ts";

/** How far the page can be scrolled sideways, and what sticks out. */
async function sideways(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const clipped = (element: Element) => {
      for (let parent = element.parentElement; parent && parent !== document.body; parent = parent.parentElement) {
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(parent).overflowX)) return true;
      }
      return false;
    };
    const wide = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > root.clientWidth + 1 && !clipped(element));
    return [`${root.scrollWidth} px wide`, ...wide.slice(0, 5).map((element) => element.outerHTML.slice(0, 120))];
  });
}

const SPACING = "* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-block-end: 2em !important; }";

for (const [programme, path] of publicPages) {
  test.describe(`${programme} ${path}`, () => {
    test.use({ programme });

    test("fits every width, large text and spaced text", async ({ page, visit, watched }) => {
      if (path === "/nowhere") watched.allow(/404/);
      await visit(path);
      for (const width of [320, 360, 768, 1024, 1280, 2560]) {
        await page.setViewportSize({ width, height: 800 });
        expect(await sideways(page), `at ${width} px`).toEqual([]);
      }
      await page.setViewportSize(phone);
      await page.evaluate(() => document.documentElement.style.setProperty("font-size", "200%"));
      expect(await sideways(page), "with text twice as large").toEqual([]);
      await page.evaluate((text) => {
        document.documentElement.style.removeProperty("font-size");
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(text);
        document.adoptedStyleSheets = [sheet];
      }, SPACING);
      expect(await sideways(page), "with text spaced out (WCAG 1.4.12)").toEqual([]);
    });
  });
}

test("nothing moves where movement is not wanted", async ({ page, visit }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.setViewportSize(phone);
  await visit("/programme");
  await page.locator(".filters-open").click();
  const moving = await page.evaluate(() =>
    [...document.querySelectorAll("*")]
      .filter((element) => {
        const style = getComputedStyle(element);
        const longest = Math.max(...[...style.transitionDuration.split(","), ...style.animationDuration.split(",")].map((time) => Number.parseFloat(time)));
        return longest > 0.08;
      })
      .map((element) => element.className),
  );
  expect(moving).toEqual([]);
  expect(await page.evaluate(() => getComputedStyle(document.documentElement).scrollBehavior)).toBe("auto");
});

test("forced colours keep borders, chips and the focus", async ({ page, visit }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await visit("/programme");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  const outline = await page.evaluate(() => getComputedStyle(document.activeElement as Element).outlineStyle);
  expect(outline).not.toBe("none");
  const borders = await page.locator(".chip").first().evaluate((chip) => getComputedStyle(chip).borderTopWidth);
  expect(Number.parseFloat(borders)).toBeGreaterThan(0);
});

test("on paper only the programme remains, black on white", { tag: "@everyone" }, async ({ page, visit }) => {
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  await visit("/programme");
  await expect(page.getByRole("navigation", { name: "Main" })).toBeHidden();
  await expect(page.locator(".filters")).toBeHidden();
  await expect(page.getByRole("link", { name: "Webinar 1" })).toBeVisible();
  const colours = await page.evaluate(() => [getComputedStyle(document.documentElement).backgroundColor, getComputedStyle(document.body).color]);
  expect(colours).toEqual(["rgb(255, 255, 255)", "rgb(0, 0, 0)"]);
});
