// The player's own controls, what it tells the device, and the search within what is said, with the sample recording.

import type { Locator, Page } from "@playwright/test";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect, phone } from "../support/site.ts";

test.use({ showing: "sample" });

const path = "/library/sample-recording";
const at = (video: Locator) => video.evaluate((video: HTMLVideoElement) => video.currentTime);
const overflow = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

/** Opens the recording once what is made of its file is there, and its length is known. */
async function ready(page: Page, visit: (path: string) => Promise<unknown>, query = ""): Promise<Locator> {
  await expect(async () => {
    await visit(path + query);
    await expect(page.locator("video[poster]")).toBeVisible({ timeout: 1_000 });
    await expect(page.locator(".slides__list > li")).toHaveCount(5, { timeout: 1_000 });
  }).toPass();
  return page.locator("video");
}

test("what is said is searched", { tag: "@everyone" }, async ({ page, visit, scripted }, testInfo) => {
  await ready(page, visit);
  const field = page.getByRole("searchbox", { name: "Find in the transcript" });
  const said = page.locator("[data-found]");
  const marks = page.locator(".transcript__list mark");
  await expect(said).toHaveAttribute("role", "status");
  await field.fill("RECÓRDING");
  if (!scripted) {
    await page.getByRole("search", { name: "Transcript" }).getByRole("button", { name: "Search" }).click();
    await expect(page).toHaveURL(/find=REC%C3%93RDING#transcript-part$/);
    await expect(field).toHaveValue("RECÓRDING");
    await expect(said).toHaveText("3 matches for “RECÓRDING”");
    await expect(marks).toHaveText(["recording", "recording", "recording"]);
    const place = page.getByRole("list", { name: "Where it is said" }).getByRole("link").first();
    await expect(page.locator((await place.getAttribute("href")) ?? "")).toContainText("sample recording");
    await visit(`${path}?find=zebra`);
    await expect(said).toHaveText("“zebra” is not said.");
    await expect(marks).toHaveCount(0);
    return;
  }
  await expect(said).toHaveText("3 matches for “RECÓRDING”");
  await expect(marks).toHaveText(["recording", "recording", "recording"]);
  const before = await page.locator(".transcript__list").innerText();
  // Whoever searches is not carried away, and is offered to come back.
  const follow = page.getByRole("checkbox", { name: "Move along with the recording" });
  await expect(follow).not.toBeChecked();
  await field.press("Enter");
  await expect(said).toHaveText("Match 1 of 3, at 0:00");
  await field.press("Enter");
  await expect(said).toHaveText(/^Match 2 of 3, at /);
  await expect(page.locator("mark[data-current]")).toHaveCount(1);
  await field.press("Shift+Enter");
  await field.press("Shift+Enter");
  await expect(said).toHaveText(/^Match 3 of 3, at /);
  await page.getByRole("button", { name: "Next match" }).press("Enter");
  await expect(said).toHaveText("Match 1 of 3, at 0:00");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "search");
  // The address is not changed, and lines still lead to their second.
  expect(new URL(page.url()).search).toBe("");
  await expect(page.locator(".transcript__time").first()).toHaveAttribute("href", `${path}?t=0#player`);
  await page.getByRole("button", { name: "Back to what is said now" }).press("Enter");
  await expect(follow).toBeChecked();
  await expect(page.getByRole("button", { name: "Back to what is said now" })).toBeHidden();
  await field.press("Escape");
  await expect(field).toHaveValue("");
  await expect(marks).toHaveCount(0);
  await expect(said).toHaveText("");
  expect(await page.locator(".transcript__list").innerText()).toBe(before);
});

test("a line's address is copied", async ({ page, visit, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await ready(page, visit);
  const line = page.locator(".transcript__list > li").nth(1);
  const time = await line.locator(".transcript__time").innerText();
  await line.getByRole("button", { name: `Copy a link to ${time}` }).press("Enter");
  await expect(page.locator("[data-found]")).toHaveText(/^Copied: .*\/library\/sample-recording\?t=\d+$/);
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  expect(copied).toBe(new URL((await line.locator(".transcript__time").getAttribute("href")) ?? "", page.url()).href.replace("#player", ""));
});

test("the recording is worked by keyboard", async ({ page, visit }, testInfo) => {
  const video = await ready(page, visit);
  // The browser's own controls stay only without this code.
  await expect(page.getByRole("group", { name: "Controls" })).toBeVisible();
  await expect(video).not.toHaveAttribute("controls");
  expect(await video.evaluate((video: HTMLVideoElement) => [video.preload, video.autoplay])).toEqual(["metadata", false]);
  const slider = page.getByRole("slider", { name: "Moment of the recording" });
  await expect(page.locator("[data-total]")).toHaveText("1:07");
  await expect(page.locator(".player__mark")).toHaveCount(4);
  await slider.focus();
  await expect(slider).toHaveAttribute("aria-valuetext", "0 seconds of 1 minute 7 seconds, chapter: Sample recording");
  await expect(page.locator("[data-hint]")).toHaveText("0:00 Sample recording");
  await slider.press("ArrowRight");
  await expect.poll(() => at(video)).toBeCloseTo(10, 0);
  await slider.press("ArrowUp");
  await expect.poll(() => at(video)).toBeCloseTo(11, 0);
  await slider.press("ArrowRight");
  await slider.press("ArrowRight");
  await expect(slider).toHaveAttribute("aria-valuetext", "31 seconds of 1 minute 7 seconds, chapter: Chapters and slides");
  await expect(page.locator("[data-chapter]")).toHaveText("Chapters and slides");
  await expect(page.locator("[data-elapsed]")).toHaveText("0:31");
  await slider.press("Home");
  await expect.poll(() => at(video)).toBe(0);
  await slider.press("Escape");
  await expect(page.locator("[data-hint]")).toBeHidden();
  await slider.press("End");
  await expect.poll(() => at(video)).toBeGreaterThan(65);

  // What is pointed at is named, and a press there leads there: nothing has to be dragged.
  const box = (await slider.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  expect(box.height).toBeGreaterThanOrEqual(24);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await expect(page.locator("[data-hint]")).toHaveText(/^0:3\d Chapters and slides$/);
  await page.mouse.click(box.x + box.width / 2, box.y + box.height / 2);
  await expect.poll(async () => Math.abs((await at(video)) - 33.5)).toBeLessThan(1.5);

  // Sound.
  const mute = page.getByRole("button", { name: "Mute" });
  await mute.press("Enter");
  await expect(mute).toHaveAttribute("aria-pressed", "true");
  const volume = page.getByRole("slider", { name: "Volume" });
  await volume.press("ArrowLeft");
  await expect(volume).toHaveAttribute("aria-valuetext", "95 %");
  await expect(mute).toHaveAttribute("aria-pressed", "false");
  const now = await at(video);
  await volume.press("ArrowLeft");
  expect(await video.evaluate((video: HTMLVideoElement) => video.volume)).toBeCloseTo(0.9);
  expect(await at(video)).toBe(now);

  // Playing; while it plays, the slider that has the focus says nothing by itself.
  await page.getByRole("button", { name: "10 seconds back" }).press("Enter");
  await slider.focus();
  const told = await slider.getAttribute("aria-valuetext");
  await slider.press("k");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect.poll(() => at(video)).toBeGreaterThan(now - 8);
  expect(await slider.getAttribute("aria-valuetext")).toBe(told);
  await page.getByRole("button", { name: "Pause" }).press("Enter");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();

  // The whole screen takes picture, slide and controls.
  const full = page.getByRole("button", { name: "Full screen" });
  await full.press("Enter");
  await expect(full).toHaveAttribute("aria-pressed", "true");
  await expect(page.locator(".player__theatre:fullscreen")).toBeVisible();
  await full.press("f");
  await expect(full).toHaveAttribute("aria-pressed", "false");

  expect(await violations(page)).toEqual([]);
  await slider.press("ArrowRight");
  await pictures(page, testInfo, "player");
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ forcedColors: "active" });
  // axe does not know the colours of such a theme; what is drawn has those of the theme.
  await page.screenshot({ path: testInfo.outputPath("forced.png"), fullPage: true });
  const drawn = (selector: string) => page.locator(selector).first().evaluate((part) => getComputedStyle(part).backgroundColor);
  expect(await drawn(".player__played")).not.toBe(await drawn(".player__track"));
  await page.emulateMedia({ forcedColors: "none" });

  // The volume is as it was left.
  await visit(path);
  await expect(volume).toHaveValue("90");
});

test("on a phone whose own player fills the screen, the captions go with it", async ({ page, visit }) => {
  await page.setViewportSize(phone);
  // As on an iPhone: nothing but a video fills the screen, and the controls and captions of the page are not seen there.
  await page.addInitScript(() => {
    Object.defineProperty(Element.prototype, "requestFullscreen", { value: undefined });
    const webkitEnterFullscreen = () => (document.documentElement.dataset.filled = "");
    Object.assign(HTMLVideoElement.prototype, { webkitEnterFullscreen });
  });
  const video = await ready(page, visit);
  const tracks = () => video.evaluate((video: HTMLVideoElement) =>
    [...video.textTracks].filter((track) => track.kind === "captions").map((track) => ({ mode: track.mode, cues: track.cues?.length ?? 0 })));
  const captions = page.getByRole("button", { name: "Captions", exact: true });
  if ((await captions.getAttribute("aria-pressed")) !== "true") await captions.press("Enter");
  await expect(captions).toHaveAttribute("aria-pressed", "true");
  await expect.poll(tracks).toEqual([{ mode: "showing", cues: expect.any(Number) }]);
  await expect.poll(async () => (await tracks())[0].cues).toBeGreaterThan(5);
  await page.getByRole("button", { name: "Full screen" }).press("Enter");
  await expect(page.locator("html")).toHaveAttribute("data-filled", "");
  expect((await tracks())[0].mode).toBe("showing");
});

test("the device shows what plays, and its keys work", async ({ page, visit }) => {
  await page.addInitScript(() => {
    const handlers: Record<string, (details: object) => void> = {};
    const keep = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
    navigator.mediaSession.setActionHandler = (action, handler) => {
      handlers[action] = handler as (details: object) => void;
      keep(action, handler);
    };
    navigator.mediaSession.setPositionState = (state) => Object.assign(window, { state });
    Object.assign(window, { handlers });
  });
  const video = await ready(page, visit);
  await expect(page.locator("[data-total]")).toHaveText("1:07");
  const metadata = await page.evaluate(() => {
    const { title, album, artwork } = navigator.mediaSession.metadata ?? { title: "", album: "", artwork: [] };
    return { title, album, artwork: artwork.map(({ src }) => src) };
  });
  expect(metadata.title).toBe("Sample: how a recording looks here");
  expect(metadata.artwork).toEqual([await video.evaluate((video: HTMLVideoElement) => video.poster)]);
  const act = (action: string, details = {}) =>
    page.evaluate(
      ([action, details]) => (window as unknown as { handlers: Record<string, (details: object) => void> }).handlers[action]?.(details),
      [action, details] as const,
    );
  await act("seekto", { seekTime: 20 });
  await expect.poll(() => at(video)).toBeCloseTo(20, 0);
  await act("seekforward");
  await expect.poll(() => at(video)).toBeCloseTo(30, 0);
  await act("seekbackward", { seekOffset: 5 });
  await expect.poll(() => at(video)).toBeCloseTo(25, 0);
  await act("nexttrack");
  await expect.poll(() => at(video)).toBeCloseTo(26.9, 0);
  // Just begun: the one before it; later, its own beginning.
  await act("previoustrack");
  await expect.poll(() => at(video)).toBeCloseTo(13.5, 0);
  const state = () => page.evaluate(() => (window as unknown as { state: MediaPositionState }).state);
  await expect.poll(async () => (await state()).position).toBeCloseTo(13.5, 0);
  expect((await state()).duration).toBeGreaterThan(66);
  await act("play");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  expect(await page.evaluate(() => navigator.mediaSession.playbackState)).toBe("playing");
  // In the sound alone as well.
  await page.getByRole("button", { name: "Sound alone" }).press("Enter");
  await expect.poll(() => video.evaluate((video: HTMLVideoElement) => video.currentSrc)).toMatch(/\.m4a$/);
  await act("pause");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  await act("seekto", { seekTime: 40 });
  await expect.poll(() => at(video)).toBeCloseTo(40, 0);
  await expect(page.locator("[data-elapsed]")).toHaveText("0:40");
});

test("a page of sound alone has the same controls", { tag: "@everyone" }, async ({ page, visit, scripted }) => {
  await page.setViewportSize(phone);
  await expect(async () => {
    await visit(`${path}?listen&t=20`);
    await expect(page.locator("audio source")).toHaveCount(1, { timeout: 1_000 });
  }).toPass();
  const audio = page.locator("audio");
  if (!scripted) {
    await expect(audio).toHaveAttribute("controls", "");
    await expect(page.getByRole("group", { name: "Controls" })).toBeHidden();
    return;
  }
  await expect(page.locator("[data-elapsed]")).toHaveText("0:20");
  await page.getByRole("button", { name: "10 seconds on" }).press("Enter");
  await expect.poll(() => at(audio)).toBeCloseTo(30, 0);
  await expect(page.getByRole("button", { name: "Full screen" })).toHaveCount(0);
  expect(await overflow(page)).toBeLessThanOrEqual(0);
  expect(await violations(page)).toEqual([]);
});

test("what cannot be played is left to the browser's own player", async ({ page, visit, watched }) => {
  watched.allow(/404|Failed to load/);
  await ready(page, visit);
  await page.route("**/media/**", (route) => route.fulfill({ status: 404, body: "" }));
  await visit(path);
  await expect(page.locator("video")).toHaveAttribute("controls", "");
});
