// What editors do so that there is something to watch.

import { expect, type Page } from "@playwright/test";
import { visit } from "./site.ts";

/** Sends a file from the page for that, and waits until it can be used. */
export async function sendFile(page: Page, file: { name: string; mimeType: string; buffer: Buffer }, scripted = true): Promise<void> {
  await visit(page, "/admin/media", scripted);
  await page.locator("input[type=file]").setInputFiles(file);
  // Whoever leaves the page while a script sends breaks it off; the page comes again when all of it is sent.
  const sent = scripted ? page.waitForEvent("load") : undefined;
  await page.getByRole("button", { name: "Send the file" }).click();
  await sent;
  await expect(async () => {
    await visit(page, "/admin/media", scripted);
    await expect(page.locator(".card").first()).toContainText("Ready", { timeout: 1_000 });
  }).toPass();
}

/** Makes the first material, a report, the recording that was sent last; its address on the site. */
export async function nameRecording(page: Page, scripted = true): Promise<string> {
  await visit(page, "/admin/content/materials", scripted);
  await page.locator(".desk-list__title").first().click();
  await page.getByLabel("Kind", { exact: true }).selectOption({ label: "Recording" });
  await page.locator("[name=media]").selectOption({ index: 1 });
  await page.locator("[name=url]").fill("");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  return (await page.getByRole("link", { name: "See it on the site" }).getAttribute("href")) ?? "";
}

/** Releases all that differs. */
export async function releaseAll(page: Page, name: string, scripted = true): Promise<void> {
  await visit(page, "/admin/release", scripted);
  await page.getByLabel("Name of the release").fill(name);
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await expect(page.locator(".desk-done")).toContainText("Released as number");
}
