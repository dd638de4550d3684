// A client whose own clock is wrong, and a record of when a page changed.

import type { BrowserContext, Page } from "@playwright/test";
import type { Server } from "./server.ts";

/** Makes the wall clock of every page of a context wrong by so many milliseconds; `performance.now()` stays right. */
export async function shiftWallClock(context: BrowserContext, milliseconds: number): Promise<void> {
  await context.addInitScript((shift) => {
    const RealDate = Date;
    const page = window as unknown as { wallShift: number };
    page.wallShift = shift;
    class WrongDate extends RealDate {
      constructor(...given: unknown[]) {
        super(...((given.length > 0 ? given : [RealDate.now() + page.wallShift]) as []));
      }
      static now(): number {
        return RealDate.now() + page.wallShift;
      }
    }
    globalThis.Date = WrongDate as DateConstructor;
  }, milliseconds);
}

/** Notes from now on every text that an element shows, and when by the machine's monotonic clock. */
export async function record(page: Page, selector: string): Promise<void> {
  await page.evaluate((selector) => {
    const element = document.querySelector(selector) as HTMLElement;
    const seen: [string, number][] = [];
    Object.assign(window, { seen });
    const note = () => {
      const text = element.innerText.trim();
      if (seen.at(-1)?.[0] !== text) seen.push([text, performance.timeOrigin + performance.now()]);
    };
    note();
    new MutationObserver(note).observe(element, { subtree: true, childList: true, characterData: true, attributes: true });
  }, selector);
}

/** When a recorded element first showed a text, by the server's clock. */
export async function shownAt(page: Page, server: Server, text: string): Promise<number> {
  const moment = await page.evaluate(
    (text) => (window as unknown as { seen: [string, number][] }).seen.find(([shown]) => shown === text)?.[1],
    text,
  );
  if (moment === undefined) throw new Error(`"${text}" was never shown`);
  return moment + (await serverMinusMachine(server));
}

/** Distance of the server's clock from this machine's, measured where the round trip is shortest. */
async function serverMinusMachine(server: Server): Promise<number> {
  let best = { roundTrip: Infinity, distance: 0 };
  for (let attempt = 0; attempt < 5; attempt += 1) {
    const sent = performance.timeOrigin + performance.now();
    const now = await server.now();
    const roundTrip = performance.timeOrigin + performance.now() - sent;
    if (roundTrip < best.roundTrip) best = { roundTrip, distance: now - sent - roundTrip / 2 };
  }
  return best.distance;
}
