// Slides beside a recording, and its sound alone, with the sample recording; with and without scripts.

import { join } from "node:path";
import { readFileSync } from "node:fs";
import type { Locator } from "@playwright/test";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { repository } from "../support/server.ts";
import { expect, phone } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ showing: "sample" });

const path = "/library/sample-recording";
const at = (video: Locator) => video.evaluate((video: HTMLVideoElement) => video.currentTime);
/** When the third slide begins, in whole seconds. */
const third = Number(readFileSync(join(repository, "programmes/sample/slides.vtt"), "utf8").match(/00:00:(\d\d)\.\d+ --> \S+\n3\n/)?.[1] ?? "0");

test("slides stand beside their recording and lead to their second", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  // What is made of the files is made after the server has started.
  await expect(async () => {
    await visit(path);
    await expect(page.locator(".slides__list > li")).toHaveCount(5, { timeout: 1_000 });
  }).toPass();
  const slides = page.getByRole("region", { name: "Slides" });
  await expect(slides.getByText("From: Sample: slides of a recording")).toBeVisible();
  const shown = page.locator(".player__slide");
  await expect(shown).toHaveAttribute("alt", "Slide 1: Sample recording");
  const link = slides.getByRole("link", { name: /^Slide 3/ });
  await expect(link).toHaveAttribute("href", `${path}?t=${third}#player`);
  const text = slides.locator("li").nth(2).locator("details");
  await text.locator("summary").click();
  await expect(text).toContainText("Chapters name the parts of a talk");
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBeLessThanOrEqual(0);
  if (scripted) {
    expect(await violations(page)).toEqual([]);
    // In place: the address stays.
    await link.press("Enter");
    await expect.poll(() => at(page.locator("video"))).toBeGreaterThanOrEqual(third);
    await expect(shown).toHaveAttribute("alt", "Slide 3: Chapters and slides");
    await expect(slides.locator("[aria-current]")).toContainText("Slide 3");
    expect(new URL(page.url()).search).toBe("");
  } else {
    await link.click();
    await expect(page).toHaveURL(new RegExp(`t=${third}#player$`));
    await visit(`${path}?t=${third + 1}`);
    await expect(shown).toHaveAttribute("alt", "Slide 3: Chapters and slides");
  }
});

test("slides stand under the picture on a phone, and beside it where there is room", { tag: "@everyone" }, async ({ anotherContext, scripted }) => {
  const boxes = async (viewport: { width: number; height: number }) => {
    const page = await (await anotherContext({ viewport })).newPage();
    await expect(async () => {
      await page.goto(path);
      await expect(page.locator(".player__slide")).toBeVisible({ timeout: 1_000 });
    }).toPass();
    if (scripted) await page.locator("html[data-hydrated]").waitFor();
    const [picture, slide] = [await page.locator("video").boundingBox(), await page.locator(".player__slide").boundingBox()];
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(viewport.width);
    if (!picture || !slide) throw new Error("a picture or a slide is not there");
    return { picture, slide };
  };
  const small = await boxes(phone);
  expect(small.slide.y).toBeGreaterThanOrEqual(small.picture.y + small.picture.height);
  const wide = await boxes({ width: 1280, height: 800 });
  expect(wide.slide.x).toBeGreaterThanOrEqual(wide.picture.x + wide.picture.width);
});

test("the sound alone goes on where the picture was", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await expect(async () => {
    await visit(`${path}?t=20`);
    await expect(page.locator("video[poster]")).toBeVisible({ timeout: 1_000 });
    await expect(page.locator("a[href*='listen']")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  await page.locator(".player__downloads summary").click();
  await expect(page.getByRole("link", { name: /^Download the sound alone/ })).toHaveAttribute("href", /\.m4a\?download$/);
  if (!scripted) {
    await page.getByRole("link", { name: "Listen to the sound alone" }).click();
    await expect(page.locator("audio source")).toHaveAttribute("src", /\.m4a#t=20$/);
    await page.getByRole("link", { name: "Watch it with the picture" }).click();
    await expect(page.locator("video source")).toHaveAttribute("src", /#t=20$/);
    return;
  }
  await expect(page.getByRole("link", { name: "Listen to the sound alone" })).toBeHidden();
  const video = page.locator("video");
  await expect.poll(() => at(video)).toBe(20);
  const button = page.getByRole("button", { name: "Sound alone" });
  await expect(button).toHaveAttribute("aria-pressed", "false");
  await button.press("Enter");
  await expect(button).toHaveAttribute("aria-pressed", "true");
  await expect.poll(() => video.evaluate((video: HTMLVideoElement) => video.currentSrc)).toMatch(/\.m4a$/);
  await expect.poll(() => at(video)).toBeCloseTo(20, 0);
  await page.getByRole("button", { name: "10 seconds on" }).press("Enter");
  await expect.poll(() => at(video)).toBeCloseTo(30, 0);
  expect(await violations(page)).toEqual([]);
  await button.press("Enter");
  await expect.poll(() => video.evaluate((video: HTMLVideoElement) => video.currentSrc)).toMatch(/\.mp4$/);
  await expect.poll(() => at(video)).toBeCloseTo(30, 0);
});

test("an editor says when slides are shown", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  // What is made of files steps back behind everything else on the machine.
  test.slow();
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await expect(async () => {
    await visit("/admin/media");
    await expect(page.getByText("It has a picture and the text of each page · 5 pages")).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await page.locator(".card", { hasText: "Sample recording.mp4" }).getByRole("link", { name: "Captions and chapters" }).click();
  await page.getByRole("link", { name: "When slides are shown" }).click();
  const field = page.getByLabel("Slide 2 begins at");
  await expect(field).not.toHaveValue("");
  if (scripted) {
    expect(await violations(page)).toEqual([]);
    await field.fill("");
    await page.getByRole("button", { name: "Now for slide 2" }).press("Enter");
    await expect(field).toHaveValue("0:00");
  }
  await field.fill("soon");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator("#page-2-error")).toContainText("“soon” is no time");
  await field.fill("0:12, 0:50");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await expect(async () => {
    await visit(path);
    await expect(page.locator(".slides__list > li")).toHaveCount(6, { timeout: 1_000 });
  }).toPass();
});
