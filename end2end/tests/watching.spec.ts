// What was begun is offered again: in the browser of whoever is not signed in, then in the account, on every device, until it is
// turned off.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect, visit as open } from "../support/site.ts";
import { signIn } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true, showing: "sample" });

const RECORDING = "/library/sample-recording";
const ADDRESS = "ada@example.org";

test("what was begun is offered here, then on every device, and is deleted by one press", async ({ page, site, visit, anotherContext }, testInfo) => {
  test.setTimeout(120_000);
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site);
  await visit(`${RECORDING}?t=26`);
  const slider = page.getByRole("slider", { name: "Moment of the recording" });
  await slider.focus();
  await slider.press("k");
  await expect.poll(() => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 30_000 }).toBeGreaterThan(32);
  await slider.press("k");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();

  const begun = page.getByRole("region", { name: "Continue watching" });
  await visit("/library");
  await expect(begun.getByRole("link", { name: "Sample: how a recording looks here" })).toBeVisible();
  await expect(begun).toContainText(/Go on at 0:3\d/);
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "begun");
  await begun.getByRole("link", { name: "Sample: how a recording looks here" }).click();
  await expect(page).toHaveURL(/\?t=3\d#player$/);

  // It goes along into the account.
  await signIn(page, staff, ADDRESS);
  await visit(RECORDING);
  await expect(async () => {
    await visit("/me");
    await expect(page.getByRole("region", { name: "What I watched" }).getByRole("link", { name: /Go on at 0:3\d/ })).toBeVisible({ timeout: 1_000 });
  }).toPass();
  expect(await violations(page)).toEqual([]);
  const other = await (await anotherContext()).newPage();
  await signIn(other, staff, ADDRESS);
  await open(other, "/library");
  await expect(other.getByRole("region", { name: "Continue watching" })).toContainText(/Go on at 0:3\d/);
  await open(other, RECORDING);
  await expect(other.getByText(/Go on at 0:3\d/).first()).toBeVisible();

  // Turned off it is deleted, here and there.
  await open(other, "/me");
  await other.getByRole("button", { name: "Do not keep it, and delete what is kept" }).click();
  await expect(other.getByText("What you watch is not kept.")).toBeVisible();
  await visit("/library");
  await expect(begun).toHaveCount(0);
});
