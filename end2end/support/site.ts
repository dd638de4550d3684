// The fixtures of every test: a server that shows what the test needs, and pages that are watched.

import { test as base, type BrowserContext, type BrowserContextOptions, type Page, type Response } from "@playwright/test";
import { useKeyboard } from "./keyboard.ts";
import { quiet, startServer, type Programme, type Server } from "./server.ts";
import { watch, type Watch } from "./watch.ts";

export { expect } from "@playwright/test";
export { hasLargeSchedule, whyNoLargeSchedule } from "./server.ts";

export interface SiteOptions {
  /** What the server shows. */
  programme: Programme;
  /** The server's instant; by default one at which nothing changes for a day. */
  now: string | undefined;
  /** Whether pages are used without a pointer, where scripts run; where they do not, a pointer is the second way. */
  byKeyboard: boolean;
}

interface SiteFixtures {
  site: Server;
  watched: Watch;
  /** Whether the page's scripts run. */
  scripted: boolean;
  /** Opens an address and, where scripts run, waits until the page has come alive. */
  visit: (path: string) => Promise<Response>;
  /** A second browser of the same kind, watched as well. */
  anotherContext: (options?: BrowserContextOptions) => Promise<BrowserContext>;
}

interface WorkerFixtures {
  servers: (programme: Programme, now: string) => Promise<Server>;
}

export const test = base.extend<SiteOptions & SiteFixtures, WorkerFixtures>({
  programme: ["first", { option: true }],
  now: [undefined, { option: true }],
  byKeyboard: [false, { option: true }],

  // One server for each programme and instant, for all tests of a worker.
  servers: [
    async ({}, use) => {
      const running = new Map<string, Promise<Server>>();
      await use((programme, now) => {
        const key = `${programme} ${now}`;
        const server = running.get(key) ?? startServer(programme, now);
        running.set(key, server);
        return server;
      });
      for (const server of running.values()) await (await server).stop();
    },
    { scope: "worker" },
  ],

  site: async ({ servers, programme, now }, use) => use(await servers(programme, now ?? quiet[programme])),

  baseURL: async ({ site }, use) => use(site.url),

  scripted: async ({ javaScriptEnabled }, use) => use(javaScriptEnabled !== false),

  watched: [
    async ({ context, site, scripted }, use) => {
      const watched = await watch(context, site.url, scripted);
      await use(watched);
      watched.expectQuiet();
    },
    { auto: true },
  ],

  page: async ({ page, scripted, byKeyboard }, use) => {
    if (scripted && byKeyboard) useKeyboard(page);
    await use(page);
  },

  visit: async ({ page, scripted }, use) => use((path) => visit(page, path, scripted)),

  anotherContext: async ({ browser, site, scripted, byKeyboard, watched, contextOptions, viewport, locale, timezoneId, javaScriptEnabled }, use) => {
    const opened: { context: BrowserContext; watched: Watch }[] = [];
    await use(async (options = {}) => {
      const shared = { baseURL: site.url, viewport, locale, timezoneId, javaScriptEnabled };
      const context = await browser.newContext({ ...contextOptions, ...shared, ...options });
      if (scripted && byKeyboard) context.on("page", useKeyboard);
      opened.push({ context, watched: await watch(context, site.url, scripted) });
      return context;
    });
    for (const other of opened) {
      await other.context.close();
      // What a test brings about, it brings about in all its contexts.
      watched.allowed.forEach((complaint) => other.watched.allow(complaint));
      other.watched.expectQuiet();
    }
  },
});

/** Opens an address in a page and, where scripts run, waits until it has come alive. */
export async function visit(page: Page, path: string, scripted = true): Promise<Response> {
  const response = await page.goto(path);
  if (!response) throw new Error(`${path} was not loaded`);
  if (scripted) await alive(page);
  return response;
}

/** Waits until the browser's part has taken over. */
export async function alive(page: Page): Promise<void> {
  await page.locator("html[data-hydrated]").waitFor();
}

/** The two sizes that pages are looked at in. */
export const phone = { width: 360, height: 740 };
export const desktop = { width: 1280, height: 800 };
