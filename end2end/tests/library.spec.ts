// A recording of our own: uploaded, given captions, released, and watched; with and without scripts.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { nameRecording, releaseAll, sendFile } from "../support/library.ts";
import { expect, phone } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true });

const talk = join(import.meta.dirname, "../support/talk.mp4");
const cue = (second: number, text: string) => `00:0${Math.floor(second / 60)}:${String(second % 60).padStart(2, "0")}.000 --> 00:0${Math.floor((second + 9) / 60)}:${String((second + 9) % 60).padStart(2, "0")}.000\n${text}\n`;
const lines = Array.from({ length: 11 }, (_, index) => cue(index * 10, index === 7 ? "<v Ben Example>The second minute is about follow-up." : `Sentence number ${index + 1}.`));
const captions = ["WEBVTT\n", ...lines].join("\n");
const chapters = ["WEBVTT\n", cue(0, "Beginning"), cue(60, "Follow-up")].join("\n");

test("a recording is uploaded, captioned, released and watched", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched, anotherContext }) => {
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/media");
  if (scripted) expect(await violations(page)).toEqual([]);
  await sendFile(page, { name: "Talk 1.mp4", mimeType: "video/mp4", buffer: readFileSync(talk) }, scripted);
  const path = await nameRecording(page, scripted);
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByRole("link", { name: "Captions and chapters" }).click();
  await page.locator("[name=language]").fill("en");
  await page.locator("[name=text]").fill("WEBVTT\n\n00:05.000 --> 00:01.000\nbackwards");
  await page.getByRole("button", { name: "Add captions or chapters" }).click();
  await expect(page.locator("#text-error")).toContainText("Line 3: it ends before it begins.");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.locator("[name=text]").fill(captions);
  await page.getByRole("button", { name: "Add captions or chapters" }).click();
  await expect(page.getByLabel("Text of caption 2", { exact: true })).toHaveValue("Sentence number 2.");
  await page.getByRole("link", { name: "As one text" }).click();
  await expect(page.locator("[name=body]")).toHaveValue(/Ben Example/);
  await page.locator("[name=find]").fill("Sentence number 1.");
  await page.locator("[name=replace]").fill("Welcome to the programme.");
  await page.getByRole("button", { name: "Replace all" }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("1 place replaced");
  await page.getByLabel("How far it is").selectOption({ label: "Published" });
  await page.getByRole("button", { name: "Save", exact: true }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("link", { name: /All of/ }).click();
  await page.getByLabel("What it is").selectOption({ label: "Chapters" });
  await page.locator("[name=language]").fill("en");
  await page.locator("[name=text]").fill(chapters);
  await page.getByRole("button", { name: "Add captions or chapters" }).click();
  await page.getByLabel("How far it is").selectOption({ label: "Published" });
  await page.getByRole("button", { name: "Save", exact: true }).first().click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await releaseAll(page, "A recording", scripted);

  // Somebody else, on a phone.
  const context = await anotherContext({ viewport: phone });
  const attendee = await context.newPage();
  await attendee.goto(`${path}?t=75`);
  const video = attendee.locator("video");
  if (!scripted) await expect(video).toHaveAttribute("controls", "");
  await expect(attendee.locator("track[kind=captions]")).toHaveAttribute("srclang", "en");
  const transcript = attendee.getByRole("region", { name: "Transcript" });
  await expect(transcript).toContainText("Welcome to the programme.");
  await expect(transcript.getByRole("link", { name: "1:10" })).toHaveAttribute("href", `${path}?t=70#player`);
  if (!scripted) return;
  await attendee.locator("html[data-hydrated]").waitFor();
  const at = () => video.evaluate((video: HTMLVideoElement) => video.currentTime);
  await expect.poll(at).toBe(75);
  expect(await violations(attendee)).toEqual([]);
  expect(await attendee.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(360);

  // By keyboard alone.
  await transcript.getByRole("link", { name: "1:10" }).press("Enter");
  await expect.poll(at).toBeGreaterThan(70.3);
  await expect(attendee.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(attendee.locator(".transcript__list [aria-current]")).toContainText("follow-up");
  await expect(attendee.locator(".player__chapters [aria-current]")).toContainText("Follow-up");
  await attendee.getByRole("button", { name: "Captions", exact: true }).press("Enter");
  await expect(attendee.getByRole("button", { name: "Captions", exact: true })).toHaveAttribute("aria-pressed", "true");
  expect(await video.evaluate((video: HTMLVideoElement) => [...video.textTracks].map((track) => `${track.kind} ${track.mode}`))).toContain("captions showing");
  await attendee.getByLabel("Speed").selectOption("150");
  await attendee.getByRole("button", { name: "Pause" }).press("k");
  await expect(attendee.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const paused = await at();
  await attendee.getByRole("button", { name: "10 seconds on" }).press("Enter");
  await expect.poll(at).toBeCloseTo(paused + 10, 0);

  // The speed, the captions and the place are as they were left; going on is offered and not done.
  await attendee.goto(path);
  await attendee.locator("html[data-hydrated]").waitFor();
  await expect(attendee.getByLabel("Speed")).toHaveValue("150");
  await expect(attendee.getByRole("button", { name: "Captions", exact: true })).toHaveAttribute("aria-pressed", "true");
  expect(await at()).toBe(0);
  expect(await violations(attendee)).toEqual([]);
  await attendee.getByRole("button", { name: /^Go on at 1:2/ }).press("Enter");
  await expect.poll(at).toBeGreaterThan(80);
});
