// Choosing filters, as a visitor does it with and without scripts.

import { expect, type Locator, type Page } from "@playwright/test";

/** The rows of the list that are shown. */
export function shownCards(page: Page): Locator {
  return page.locator(".programme__results article.card:visible");
}

/** The checkbox of a value, wherever it is kept. */
export function box(page: Page, parameter: string, slug: string): Locator {
  return page.locator(`.filters input[name="${parameter}"][value="${slug}"]`);
}

/** Ticks or unticks a value; without scripts the form is sent as well. */
export async function toggle(page: Page, scripted: boolean, parameter: string, slug: string): Promise<void> {
  const input = box(page, parameter, slug);
  await reveal(input);
  // A click, not a check: without scripts the page comes anew, with them the tick follows the address.
  await input.click();
  if (!scripted) await page.getByRole("button", { name: "Apply filters" }).click();
}

/** Opens what a shortened facet keeps back. */
export async function reveal(input: Locator): Promise<void> {
  if (await input.isVisible()) return;
  await input.locator("xpath=ancestor::details").locator("summary").click();
  await expect(input).toBeVisible();
}

/** What the page says about how many there are. */
export async function saidCount(page: Page): Promise<number> {
  return Number.parseInt(await page.locator(".results-count").innerText(), 10);
}

/** Every value that can be ticked, with the number beside it. */
export async function offers(page: Page): Promise<{ parameter: string; slug: string; count: number }[]> {
  return page.locator(".filters label.facet__option").evaluateAll((labels) =>
    labels.map((label) => {
      const input = label.querySelector("input") as HTMLInputElement;
      const count = Number(label.querySelector(".facet__count")?.textContent);
      return { parameter: input.name, slug: input.value, count };
    }),
  );
}
