// Captions corrected one by one beside their recording, with the sample recording; with and without scripts, by keyboard.

import type { Page } from "@playwright/test";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true, showing: "sample" });

const at = (page: Page) => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime);
const isPaused = (page: Page) => page.locator("video").evaluate((video: HTMLVideoElement) => video.paused);
const text = (page: Page, number: number) => page.getByLabel(`Text of caption ${number}`, { exact: true });
const start = (page: Page, number: number) => page.getByLabel(`Start of caption ${number}`, { exact: true });
const end = (page: Page, number: number) => page.getByLabel(`End of caption ${number}`, { exact: true });
const fits = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
/** What the browser draws on the picture at that moment. */
const drawn = (page: Page, second: number) =>
  page.locator("video").evaluate((video: HTMLVideoElement, second) => {
    const cues = [...([...video.textTracks].find((track) => track.mode === "showing")?.cues ?? [])].filter((cue) => cue.startTime <= second && second < cue.endTime);
    return cues.map((cue) => (cue as VTTCue).text);
  }, second);

async function open(page: Page, visit: (path: string) => Promise<unknown>, kind = "Captions"): Promise<void> {
  await expect(async () => {
    await visit("/admin/media");
    await page.locator(".card", { hasText: "Sample recording.mp4" }).getByRole("link", { name: "Captions and chapters" }).click({ timeout: 1_000 });
  }).toPass();
  await page.getByRole("link", { name: new RegExp(`^${kind} ·`) }).click();
  await expect(page.locator("[data-cue]").first()).toBeVisible();
}

test("captions are corrected one by one, by keyboard, and nothing that was typed is lost", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  test.slow();
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await open(page, visit);
  if (scripted) await page.locator("html[data-hydrated]").waitFor();
  await expect(page.getByRole("link", { name: "One by one" })).toHaveAttribute("aria-current", "page");
  const rows = await page.locator("[data-cue]").count();
  if (scripted) expect(await violations(page)).toEqual([]);

  // What cannot be saved is said where it is, and stays.
  await end(page, 1).fill("soon");
  await text(page, 2).fill("A computer made it.");
  await end(page, 1).press("Enter");
  await expect(page.locator("#end-0-error")).toHaveText("Write the time as 1:02.500.");
  await expect(end(page, 1)).toHaveValue("soon");
  await expect(text(page, 2)).toHaveValue("A computer made it.");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: "Write the time as 1:02.500." }).press("Enter");
  await expect(end(page, 1)).toBeFocused();
  await end(page, 1).fill("0:02.100");

  // Split, joined, added, removed: in the form first.
  const more = page.locator("[data-cue='1'] summary");
  await more.press("Enter");
  await page.getByRole("button", { name: "Split for caption 2" }).press("Enter");
  await expect(text(page, 2)).toHaveValue("A computer");
  await expect(text(page, 3)).toHaveValue("made it.");
  await expect(page.locator("[data-cue]")).toHaveCount(rows + 1);
  await page.locator("[data-cue='1'] summary").press("Enter");
  await page.getByRole("button", { name: "Join with the next for caption 2" }).press("Enter");
  await expect(text(page, 2)).toHaveValue("A computer\nmade it.");
  await page.locator("[data-cue='0'] summary").press("Enter");
  await page.getByRole("button", { name: "Add one after it for caption 1" }).press("Enter");
  await expect(text(page, 2)).toBeFocused();
  await text(page, 2).fill("Added.");
  await page.locator("[data-cue='2'] summary").press("Enter");
  await page.getByRole("button", { name: "Remove for caption 3" }).press("Enter");
  await expect(page.locator("[data-cue]")).toHaveCount(rows);
  await expect(page.locator(".desk-done")).toContainText("not saved yet");
  await page.getByRole("button", { name: "Save", exact: true }).first().press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved.");

  await page.reload();
  await expect(text(page, 2)).toHaveValue("Added.");
  await expect(end(page, 1)).toHaveValue("0:02.100");
  await expect(page.locator("[data-cue]")).toHaveCount(rows);

  await page.getByRole("searchbox", { name: "Find in all of it" }).fill("chapters name");
  await page.getByRole("button", { name: "Find", exact: true }).press("Enter");
  const place = page.locator(".cues-found a");
  await expect(place).toHaveCount(1);
  await place.press("Enter");
  await expect(page.locator(".cue:target")).toContainText("Chapters name the parts of a talk.");
  await page.getByRole("link", { name: "As one text" }).click();
  await expect(page.locator("[name=body]")).toHaveValue(/00:00:02\.100\nThis is a sample recording\.\n/);
});

test("the recording follows the captions, and they follow it", async ({ page, site, visit, scripted }) => {
  test.slow();
  await becomeAdministrator(page, site, scripted);
  await open(page, visit);
  await page.locator("html[data-hydrated]").waitFor();
  await expect(page.getByRole("button", { name: "Play for caption 3" })).toBeVisible();

  // One caption alone: it begins with it, is marked, and stops at its end.
  await page.getByRole("button", { name: "Play for caption 3" }).press("Enter");
  await expect(page.locator("[data-cue='2']")).toHaveAttribute("aria-current", "true");
  await expect.poll(() => isPaused(page), { timeout: 15_000 }).toBe(true);
  expect(await at(page)).toBeGreaterThan(11.8);
  expect(await at(page)).toBeLessThan(13);

  // Keys that type nothing.
  await text(page, 3).focus();
  await page.keyboard.press("Alt+ArrowDown");
  await expect(text(page, 4)).toBeFocused();
  await expect.poll(() => at(page)).toBeCloseTo(13.481, 1);
  await page.keyboard.press("Alt+j");
  await expect.poll(() => at(page)).toBeCloseTo(11.481, 1);
  await page.keyboard.press("Alt+p");
  await expect.poll(() => isPaused(page)).toBe(false);
  await page.keyboard.press("Alt+p");
  await expect.poll(() => isPaused(page)).toBe(true);
  await page.locator("video").evaluate((video: HTMLVideoElement) => { video.currentTime = 13.2; });
  await expect.poll(() => at(page)).toBeCloseTo(13.2, 1);
  await page.keyboard.press("Alt+i");
  await expect(start(page, 4)).toHaveValue("0:13.200");
  await expect(text(page, 4)).toHaveValue("Every word that is said can be read as a transcript.");
  await page.keyboard.press("Alt+ArrowUp");
  await expect(text(page, 3)).toBeFocused();

  // What is typed is on the picture at once, and what speaks against it beside it.
  await text(page, 3).fill(`${"It is far too long for a line ".repeat(4)}<b>`);
  await expect(page.locator("#hints-2")).toContainText("characters a second, 20 at most");
  await expect(page.locator("#hints-2")).toContainText("A line of 123 characters, 42 at most.");
  await expect.poll(() => drawn(page, 11)).toEqual([expect.stringContaining("too long for a line &lt;b&gt;")]);
  await text(page, 3).fill("It is short.");
  await expect(page.locator("#hints-2")).toBeHidden();
  expect(await violations(page)).toEqual([]);

  // Saved by the key for it, without leaving the recording's place.
  const before = await at(page);
  await page.keyboard.press("Control+s");
  await expect(page.locator(".desk-done")).toContainText("Saved.");
  expect(await at(page)).toBe(before);
  await expect(text(page, 3)).toBeFocused();
  await expect.poll(() => drawn(page, 11)).toEqual(["It is short."]);

  // Where the caret stands is where it is split.
  await text(page, 4).focus();
  await page.keyboard.press("Control+Home");
  for (let step = 0; step < "Every word".length; step += 1) await page.keyboard.press("ArrowRight");
  await page.locator("[data-cue='3'] summary").press("Enter");
  await page.getByRole("button", { name: "Split for caption 4" }).press("Enter");
  await expect(text(page, 4)).toHaveValue("Every word");
  await expect(text(page, 5)).toHaveValue("that is said can be read as a transcript.");
  await expect(page.locator("video")).toBeInViewport();
  await page.locator("[data-keys]").click();
  await expect(page.getByRole("dialog")).toContainText("Play this one alone");
});

test("on a small screen the picture stays above what is typed", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  test.slow();
  await becomeAdministrator(page, site, scripted);
  await open(page, visit);
  for (const viewport of [{ width: 320, height: 640 }, { width: 360, height: 740 }]) {
    await page.setViewportSize(viewport);
    expect(await fits(page)).toBeLessThanOrEqual(0);
    await page.evaluate(() => window.scrollTo(0, 0));
    await text(page, 1).focus();
    await text(page, 6).focus();
    await expect(page.locator("video")).toBeInViewport({ ratio: 0.9 });
    const [picture, field] = [await page.locator("video").boundingBox(), await text(page, 6).boundingBox()];
    if (!picture || !field) throw new Error("a part is not there");
    expect(field.y).toBeGreaterThanOrEqual(picture.y + picture.height - 1);
  }
  if (scripted) expect(await violations(page)).toEqual([]);
});

test("chapters are corrected in the same way", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  test.slow();
  await becomeAdministrator(page, site, scripted);
  await open(page, visit, "Chapters");
  await page.getByLabel("Text of chapter 1", { exact: true }).fill("Welcome");
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.locator(".desk-done")).toContainText("Saved.");
  await expect(async () => {
    await visit("/library/sample-recording");
    await expect(page.locator(".player__chapters")).toContainText("Welcome", { timeout: 1_000 });
  }).toPass();
});

test("captions in two languages are a choice", async ({ page, site, visit, scripted }) => {
  test.slow();
  await becomeAdministrator(page, site, scripted);
  await open(page, visit);
  await page.getByRole("link", { name: /^All of/ }).click();
  await page.locator("[name=language]").fill("de");
  await page.locator("[name=text]").fill("WEBVTT\n\n00:00.000 --> 00:04.000\nDies ist eine Probe.\n");
  await page.getByRole("button", { name: "Add captions or chapters" }).click();
  await expect(text(page, 1)).toHaveAttribute("lang", "de");
  await page.getByLabel("How far it is").selectOption({ label: "Published" });
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.locator(".desk-done")).toContainText("Saved.");

  const choice = page.locator("select[data-act=captions-in]");
  await expect(async () => {
    await visit("/library/sample-recording");
    await expect(choice).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(choice.locator("option")).toHaveText(["No captions", "German", "English"]);
  const modes = () => page.locator("video").evaluate((video: HTMLVideoElement) =>
    Object.fromEntries([...video.textTracks].filter((track) => track.kind === "captions").map((track) => [track.language, track.mode])));
  await choice.selectOption({ label: "German" });
  expect(await modes()).toEqual({ de: "showing", en: "disabled" });
  await expect(page.getByRole("button", { name: "Captions", exact: true })).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => drawn(page, 1)).toEqual(["Dies ist eine Probe."]);
  expect(await violations(page)).toEqual([]);
  // It is remembered, and the button turns the same ones off and on.
  await page.reload();
  await page.locator("html[data-hydrated]").waitFor();
  await expect(choice).toHaveValue("de");
  expect(await modes()).toEqual({ de: "showing", en: "disabled" });
  await page.getByRole("button", { name: "Captions", exact: true }).press("Enter");
  await expect(choice).toHaveValue("");
  expect(await modes()).toEqual({ de: "hidden", en: "disabled" });
  await page.getByRole("button", { name: "Captions", exact: true }).press("Enter");
  await expect(choice).toHaveValue("de");
});
