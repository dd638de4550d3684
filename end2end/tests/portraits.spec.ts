// What somebody looks like: a picture is sent, described, cut by keyboard, released, and seen beside the name.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { releaseAll, sendFile } from "../support/library.ts";
import { pictures } from "../support/pictures.ts";
import { desktop, expect, phone } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true });

/** A picture of test bars, wider than high. */
function photograph(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), "continuum-e2e-picture-"));
  try {
    const path = join(folder, "photograph.jpg");
    execFileSync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=800x500", "-frames:v", "1", "-update", "1", path]);
    return readFileSync(path);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("a person gets a picture, and the part of it that is shown is chosen", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched, anotherContext }, testInfo) => {
  test.slow();
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await sendFile(page, { name: "Portrait 1.jpg", mimeType: "image/jpeg", buffer: photograph() }, scripted);

  // Not without a description.
  await visit("/admin/content/people");
  await page.locator(".desk-list__title").first().press("Enter");
  const name = await page.getByRole("heading", { level: 1 }).innerText();
  await page.locator("[name=portrait]").selectOption({ label: "Portrait 1.jpg" });
  await page.getByRole("button", { name: "Save" }).last().press("Enter");
  const described = page.locator("[name=portrait_description]");
  await expect(described).toHaveAttribute("aria-invalid", "true");
  await expect(page.locator("[name=portrait]")).not.toHaveValue("");
  if (scripted) expect(await violations(page)).toEqual([]);
  await described.fill("Test bars instead of a face");
  await described.press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  const path = (await page.getByRole("link", { name: "See it on the site" }).getAttribute("href")) ?? "";

  // Another part of it, by keyboard alone.
  await page.getByRole("link", { name: "Choose the part that is shown" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Portrait 1.jpg");
  if (scripted) await page.locator("[data-crop-square]:not([hidden])").waitFor();
  await page.getByLabel("Size").focus();
  for (let step = 0; step < 40; step += 1) await page.keyboard.press("ArrowLeft");
  await page.getByLabel("From left to right").press("End");
  if (scripted) {
    const [whole, square] = [await page.locator("[data-crop-picture]").boundingBox(), await page.locator("[data-crop-square]").boundingBox()];
    if (!whole || !square) throw new Error("nothing is shown");
    expect(square.width).toBeCloseTo(whole.height * 0.6, 0);
    expect(square.x + square.width).toBeCloseTo(whole.x + whole.width, 0);
    expect(await violations(page)).toEqual([]);
    await pictures(page, testInfo, "crop");
    // It stays on the picture when the window becomes another.
    await page.setViewportSize(phone);
    const [less, smaller] = [await page.locator("[data-crop-picture]").boundingBox(), await page.locator("[data-crop-square]").boundingBox()];
    if (!less || !smaller) throw new Error("nothing is shown");
    expect(smaller.x + smaller.width).toBeCloseTo(less.x + less.width, 0);
    await page.setViewportSize(desktop);
    // Where the picture is pressed the square goes.
    await page.mouse.click(whole.x + whole.width / 2, whole.y + whole.height / 2);
    await expect(page.getByLabel("From left to right")).toHaveValue("50");
    await page.getByLabel("From left to right").press("End");
  }
  await page.getByRole("button", { name: "Show this part" }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved.");
  await expect(page.getByLabel("Size")).toHaveValue("60");
  await expect(async () => {
    await visit(new URL(page.url()).pathname);
    await expect(page.locator(".crop__made img")).toBeVisible({ timeout: 1_000 });
    await expect(page.getByText("It is being made")).toHaveCount(0, { timeout: 1_000 });
  }).toPass({ timeout: 20_000 });

  await releaseAll(page, "A picture", scripted);

  const visitor = await (await anotherContext({ viewport: phone })).newPage();
  await visitor.goto(path);
  const picture = visitor.getByRole("img", { name: "Test bars instead of a face" });
  await expect(picture).toBeVisible();
  expect(await picture.evaluate((image: HTMLImageElement) => [image.complete && image.naturalWidth === image.naturalHeight, new URL(image.currentSrc).pathname.endsWith(".avif")])).toEqual([true, true]);
  if (scripted) {
    await visitor.locator("html[data-hydrated]").waitFor();
    expect(await violations(visitor)).toEqual([]);
    await pictures(visitor, testInfo, "person");
  }
  await visitor.goto("/people");
  const row = visitor.locator(".person-card", { hasText: name });
  await expect(row.locator("picture img")).toHaveAttribute("alt", "");
  if (scripted) await pictures(visitor, testInfo, "people");
});
