// The keyboard alone: every control is reached once, in order, seen, and covered by nothing.

import type { Page } from "@playwright/test";
import { desktop, expect, phone, test } from "../support/site.ts";

interface Stop {
  name: string;
  outline: number;
  covered: string;
  outside: boolean;
}

/** Presses Tab from the top of the page to its end, and notes every stop. */
async function walk(page: Page): Promise<Stop[]> {
  const stops: Stop[] = [];
  await page.evaluate(() => window.scrollTo(0, 0));
  for (let press = 0; press < 250; press += 1) {
    await page.keyboard.press("Tab");
    await atRest(page);
    const stop = await page.evaluate(() => {
      const element = document.activeElement as HTMLElement | null;
      if (!element || element === document.body || element === document.documentElement) return undefined;
      if (element.dataset.walked) return undefined;
      element.dataset.walked = "yes";
      const name = `${element.tagName.toLowerCase()} ${element.getAttribute("aria-label") ?? element.innerText ?? ""} ${element.getAttribute("name") ?? ""}=${element.getAttribute("value") ?? ""}`;
      const style = getComputedStyle(element);
      const seen = [element, element.closest("label"), element.parentElement].map((holder) => {
        if (!holder) return 0;
        const style = getComputedStyle(holder);
        return style.outlineStyle === "none" ? 0 : Number.parseFloat(style.outlineWidth);
      });
      const box = element.getClientRects()[0] ?? element.getBoundingClientRect();
      const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
      const label = element.closest("label");
      const corners = [box.left + 4, box.right - 4].flatMap((left) => [box.top + 4, box.bottom - 4].map((top) => [left, top]));
      const hits = [[x, y], ...corners].map(([left, top]) => document.elementFromPoint(left, top));
      // Partly is enough in a row that scrolls sideways (WCAG 2.4.11 forbids only what is hidden entirely).
      const own = hits.some((hit) => hit && (element.contains(hit) || hit.contains(element) || label?.contains(hit)));
      const hit = hits[0];
      const bounds = { outside: box.right <= 0 || box.left >= innerWidth || y < 0 || y > innerHeight };
      return { name: name.replace(/\s+/g, " ").trim(), outline: Math.max(...seen), covered: own || style.visibility === "hidden" ? "" : (hit?.outerHTML.slice(0, 80) ?? `nothing at ${Math.round(x)},${Math.round(y)} of ${innerWidth}x${innerHeight}`), ...bounds };
    });
    if (!stop) break;
    stops.push(stop);
  }
  return stops;
}

/** The window follows the focus within a few frames; what counts is where it comes to rest. */
async function atRest(page: Page): Promise<void> {
  let [at, still] = ["", 0];
  for (let look = 0; look < 40 && still < 3; look += 1) {
    const now = await page.evaluate(() => {
      const box = document.activeElement?.getBoundingClientRect();
      return `${box?.left} ${box?.top}`;
    });
    still = at === now ? still + 1 : 0;
    at = now;
  }
}

/** What Tab has to reach: everything operable that is shown. Of a group of radio buttons, one. */
async function operable(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...document.querySelectorAll<HTMLElement>("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter((element) => {
        const disabled = "disabled" in element && element.disabled;
        const hidden = element.getAttribute("type") === "hidden" || !element.checkVisibility({ visibilityProperty: true });
        return !disabled && !hidden && element.tabIndex >= 0;
      }).length,
  );
}

for (const size of [phone, desktop]) {
  for (const path of ["/", "/programme", "/events/webinar-1", "/library", "/people", "/agenda"]) {
    test(`${path} at ${size.width} px`, { tag: "@everyone" }, async ({ page, visit }) => {
      await page.setViewportSize(size);
      await visit(path);
      const expected = await operable(page);
      const stops = await walk(page);
      expect(stops[0]?.name).toContain("Skip to content");
      expect(stops.filter((stop) => stop.outline < 2).map((stop) => stop.name), "no visible focus").toEqual([]);
      expect(stops.filter((stop) => stop.covered).map((stop) => `${stop.name} under ${stop.covered}`), "covered").toEqual([]);
      expect(stops.filter((stop) => stop.outside).map((stop) => stop.name), "outside the window").toEqual([]);
      expect(stops.length, stops.map((stop) => stop.name).join("\n")).toBe(expected);
    });
  }
}
