// Goes through a site as somebody would who follows every link, one page of each sort.

import type { Page } from "@playwright/test";
import { alive } from "./site.ts";

/** What sort of page an address leads to: identities, slugs, days and numbers do not make another sort. */
function shape(path: string): string {
  const [address] = path.split(/[?#]/);
  return address
    .replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "*")
    .replace(/^(\/(?:events|sessions|people|topics|library|register|releases|admin\/registrations))\/[^/]+/, "$1/*")
    .replace(/\/(\d[\d-]*|[0-9a-zA-Z_-]{22,})(?=\/|$)/g, "/*");
}

/** Follows links from here on, within what `within` admits; does something on each page, and says which pages there were. */
export async function walk(page: Page, from: string[], within: RegExp, look: (path: string) => Promise<void>): Promise<string[]> {
  const known = new Set(from.map(shape));
  const waiting = [...from];
  const seen: string[] = [];
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    const response = await page.goto(path).catch((error: Error) => {
      // What is sent as a file is no page, and what ended meanwhile is none any more.
      if (/Download is starting/.test(error.message)) return null;
      throw error;
    });
    if (!response?.ok() || !response.headers()["content-type"]?.startsWith("text/html")) continue;
    // A letter that is shown as it will look has no script of ours.
    if ((await page.locator("script").count()) > 0) await alive(page);
    seen.push(path);
    const links = await page.locator("a[href^='/'], iframe[src^='/']").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? one.getAttribute("src") ?? ""));
    for (const link of links) {
      if (!within.test(link) || known.has(shape(link))) continue;
      known.add(shape(link));
      waiting.push(link);
    }
    await look(path);
  }
  return seen;
}
