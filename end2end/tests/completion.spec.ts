// What counts as seen: an editor says it, a learner reads what is missing, and nothing that was reached is taken away.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect, visit as open } from "../support/site.ts";
import { keys } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ showing: "sample" });

const ADDRESS = "ada@example.org";
const path = "/library/sample-recording";

test("a learner reads what is missing, and seen stays seen", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }, testInfo) => {
  test.slow();
  watched.allow(/422/);
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  await visit("/sign-in");
  await page.getByLabel("E-mail address").fill(ADDRESS);
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  await visit((await keys(staff, ADDRESS)).link);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/me");

  // Its length is known once its file was looked at.
  await expect(async () => {
    await visit(path);
    await expect(page.locator("[data-standing]")).toHaveText("It counts as seen once you have watched 80 % of it.", { timeout: 1_000 });
  }).toPass();
  // What a player tells after 42 of 67 seconds; it is played in other tests.
  const told = await page.request.post(`${path}/progress`, {
    data: "42000 0-42000@100/42000",
    headers: { "content-type": "text/plain", "sec-fetch-site": "same-origin" },
  });
  expect([told.status(), await told.text()]).toEqual([200, "You have watched 62 % of it; 80 % counts as seen."]);
  await visit(path);
  await expect(page.locator("[data-standing]")).toHaveText("You have watched 62 % of it; 80 % counts as seen.");
  if (scripted) expect(await violations(page)).toEqual([]);
  await visit("/me");
  await expect(page.getByRole("region", { name: "What I watched" })).toContainText("You have watched 62 % of it; 80 % counts as seen.");
  if (scripted) expect(await violations(page)).toEqual([]);
  const card = page.locator("article.card", { hasText: "Sample: how a recording looks here" });
  await visit("/library");
  await expect(card.locator(".card__watched")).toHaveText("Watched 62 %");
  if (scripted) await pictures(page, testInfo, "watched");

  const asks = async (percent: string) => {
    await open(staff, "/admin/content/materials", scripted);
    await staff.locator(".desk-list__title", { hasText: "how a recording looks" }).click();
    const field = staff.getByLabel("Counts as seen from (%)");
    await field.fill(percent);
    await staff.getByRole("button", { name: "Save" }).last().click();
  };
  if (!scripted) {
    // A browser's own check of the field would not let it be sent.
    await asks("100");
    await expect(staff.locator("main")).toContainText(/10.*95/);
  }
  await asks("60");
  await expect(staff.locator(".desk-done")).toContainText("Saved");
  if (scripted) expect(await violations(staff)).toEqual([]);
  await release(staff, scripted, "Asks for less");
  await expect(async () => {
    await visit(path);
    await expect(page.locator("[data-standing]")).toHaveText("Seen: you have watched 62 % of it.", { timeout: 1_000 });
  }).toPass();
  await asks("95");
  await release(staff, scripted, "Asks for more");
  // Another who begins now is asked for more; who had seen it has seen it.
  await expect(async () => {
    const again = await page.request.post(`${path}/progress`, { data: "1000 0-1000@100/1000", headers: { "content-type": "text/plain", "sec-fetch-site": "same-origin" } });
    expect(await again.text()).toBe("Seen: you have watched 62 % of it.");
  }).toPass();
  await visit("/library");
  await expect(card.locator(".card__watched")).toHaveText("Seen");
  if (scripted) expect(await violations(page)).toEqual([]);
});

async function release(staff: import("@playwright/test").Page, scripted: boolean, name: string): Promise<void> {
  await open(staff, "/admin/release", scripted);
  await staff.getByLabel("Name of the release").fill(name);
  await staff.getByRole("button", { name: "Release", exact: true }).click();
  await expect(staff.locator(".desk-done")).toContainText("Released as number");
}
