// What a script adds to the editors' desk: going anywhere by a few letters, keys, drafts, previews of texts, rows that are
// changed in their place, and seeing who else is there and what they change.

import type { Page } from "@playwright/test";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { desktop, expect, visit as open } from "../support/site.ts";
import { becomeAdministrator, enrol, linkTo } from "../support/staff.ts";

test.use({ byKeyboard: true });

/** Somebody else becomes an editor, in a browser of their own. */
async function becomeEditor(administrator: Page, other: Page): Promise<void> {
  await open(administrator, "/admin/staff");
  await administrator.getByLabel("Their e-mail address").fill("eve@staff.example");
  await administrator.getByLabel("Role").last().selectOption({ label: "Editor" });
  await administrator.getByRole("button", { name: "Send the invitation" }).click();
  await open(other, await linkTo(administrator, "eve@staff.example", /\/admin\/invitation\/\w+/));
  await other.getByLabel("Name").fill("Eve Editor");
  await other.getByLabel("New password").fill("nine otters juggle lemons");
  await other.getByRole("button", { name: "Go on to the second factor" }).click();
  await enrol(other);
  await other.getByRole("link", { name: "I have kept them" }).click();
}

/** The desk's code is fetched after the page has come alive; it puts the way to its keys there. */
async function ready(page: Page): Promise<void> {
  await page.locator("[data-keys]").waitFor();
}

test("anything at the desk is reached by a few letters, and every key can be looked up and turned off", async ({ page, site, visit }) => {
  await becomeAdministrator(page, site);
  await visit("/admin");
  await ready(page);
  await page.keyboard.press("Control+k");
  const palette = page.getByRole("dialog", { name: "Go anywhere" });
  const field = palette.getByRole("combobox");
  await expect(field).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await field.fill("scotte");
  await expect(palette.getByRole("option", { name: /^Florian Scotté/ })).toHaveAttribute("aria-selected", "true");
  await field.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Florian Scotté");

  await ready(page);
  // What no name has is looked for in every text.
  await page.keyboard.press("Control+k");
  await field.fill("zzzz");
  await expect(palette.getByRole("option")).toHaveCount(0);
  await field.press("Enter");
  await expect(page).toHaveURL(/\/admin\/find\?q=zzzz/);

  await visit("/admin/content/people");
  await ready(page);
  await page.keyboard.press("Control+k");
  await field.fill("keys");
  await field.press("Enter");
  const keys = page.getByRole("dialog", { name: "Keys" });
  await expect(keys).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press("Escape");
  await expect(keys).toBeHidden();
  await page.keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search by title" })).toBeFocused();
  // Typed into a field it is a character.
  await page.keyboard.type("a?n/");
  await expect(page.getByRole("searchbox", { name: "Search by title" })).toHaveValue("a?n/");
  await page.getByRole("button", { name: "Keys" }).press("Enter");
  await keys.getByLabel("Keys of a single character do something").press("Space");
  await keys.getByRole("button", { name: "Close" }).press("Enter");
  await page.locator("h1").focus();
  await page.keyboard.press("?");
  await expect(keys).toBeHidden();
  await page.keyboard.press("n");
  await expect(page).toHaveURL("/admin/content/people");
});

test("what was typed and not saved is offered again, with what others did meanwhile, and can be discarded", async ({ page, site, visit }) => {
  await becomeAdministrator(page, site);
  await visit("/admin/content/events");
  await page.locator(".desk-list__title").first().click();
  const path = new URL(page.url()).pathname;
  const subtitle = page.locator("form[data-thing] [name=subtitle]");
  await subtitle.fill("Typed and not saved");
  await page.getByRole("group", { name: /^People, / }).last().getByLabel("Person").fill("Oriana Ciani");
  await expect(page.getByText("Kept in this browser, not saved yet")).toBeVisible();
  await visit("/admin");
  // Meanwhile something else is saved.
  await page.evaluate(async (path) => {
    await fetch(path, { method: "POST", body: new URLSearchParams({ venue: "Rome" }) });
  }, path);
  await visit(path);
  await expect(page.getByText("Something was typed here in this browser and not saved.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expect(subtitle).not.toHaveValue("Typed and not saved");
  await page.getByRole("button", { name: "Bring it back" }).press("Enter");
  await expect(subtitle).toHaveValue("Typed and not saved");
  await expect(page.locator("form[data-thing] [name=venue]")).toHaveValue("Rome");
  await expect(page.locator("form[data-thing] [name='roles.person']").nth(-2)).toHaveValue("Oriana Ciani");
  // By the key that saves.
  await subtitle.press("Control+s");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  // What was kept is forgotten by the code that is fetched for the page.
  await ready(page);
  await visit(path);
  await expect(page.getByText("Something was typed here")).toHaveCount(0);
  await expect(subtitle).toHaveValue("Typed and not saved");

  await subtitle.fill("Never mind");
  await expect(page.getByText("Kept in this browser, not saved yet")).toBeVisible();
  await visit(path);
  await page.getByRole("button", { name: "Discard it" }).press("Enter");
  await visit(path);
  await expect(page.getByText("Something was typed here")).toHaveCount(0);
});

test("a text is shown as the site will show it while it is typed", async ({ page, site, visit }) => {
  await becomeAdministrator(page, site);
  await visit("/admin/content/people/new");
  const text = page.locator(".desk-text").first();
  await text.locator("summary").press("Enter");
  await text.locator("textarea").fill("A **bold** word and <script>alert(1)</script>");
  await expect(text.locator(".prose strong")).toHaveText("bold");
  await expect(text.locator(".prose script")).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
});

test("a row is changed in its place by keyboard, mended where it has to be, and taken back", async ({ page, site, visit, watched }) => {
  watched.allow(/422/);
  await becomeAdministrator(page, site);
  await visit("/admin/content/people");
  const row = page.locator(".desk-list__row").first();
  const title = row.locator(".desk-list__title");
  const former = await title.innerText();
  await ready(page);
  await title.focus();
  await page.keyboard.press("F2");
  const name = row.getByLabel("Name", { exact: true });
  await expect(name).toBeFocused();
  expect(await violations(page)).toEqual([]);
  await name.fill("");
  await name.press("Enter");
  await expect(name).toHaveAttribute("aria-invalid", "true");
  await expect(name).toBeFocused();
  await name.fill("Grace Hopper");
  await row.getByLabel("Institution and position").fill("Yale");
  await name.press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  const changed = page.locator(".desk-list__row", { hasText: "Grace Hopper" });
  await expect(changed).toContainText("Yale");
  await expect(changed).toContainText("Changed since the last release");
  expect(await violations(page)).toEqual([]);
  await page.locator(".desk-done").getByRole("button", { name: "Undo" }).press("Enter");
  await visit("/admin/content/people");
  await expect(page.locator(".desk-list__title").first()).toHaveText(former);

  await page.locator(".desk-list__row").first().getByRole("button", { name: /^Edit here/ }).press("Enter");
  await expect(name).toBeFocused();
  await name.press("Escape");
  await expect(name).toHaveCount(0);
  await expect(row.getByRole("button", { name: /^Edit here/ })).toBeFocused();
});

test("two editors see each other, and what the other changes, without loading a page again", async ({ page, site, visit, anotherContext }) => {
  test.slow();
  await becomeAdministrator(page, site);
  const other = await (await anotherContext({ viewport: desktop })).newPage();
  await becomeEditor(page, other);
  await visit("/admin/content/people");
  const row = page.locator(".desk-list__row").first();
  const address = (await row.locator(".desk-list__title").getAttribute("href")) ?? "";
  await open(other, address);
  await expect(row.getByText("Eve Editor has it open")).toBeVisible({ timeout: 15_000 });
  const unloaded = page.evaluate(() => {
    (window as unknown as { stays: boolean }).stays = true;
  });
  await unloaded;

  // In a list what the other one saves appears.
  await other.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await other.getByLabel("Name", { exact: true }).press("Enter");
  await expect(other.locator(".desk-done")).toContainText("Saved");
  await expect(row.locator(".desk-list__title")).toHaveText("Grace Hopper", { timeout: 15_000 });
  await expect(page.getByText("Eve Editor changed “Grace Hopper”.")).toBeVisible();
  expect(await page.evaluate(() => (window as unknown as { stays?: boolean }).stays)).toBe(true);
  expect(await violations(page)).toEqual([]);

  // In a form what was not touched is taken over; what was is kept, and nothing is a conflict that was not one.
  await visit(address);
  await expect(page.getByText("Eve Editor is on this page too.")).toBeVisible({ timeout: 15_000 });
  await page.locator("[name=affiliation]").fill("Mine");
  await page.locator("[name=name]").focus();
  await other.getByLabel("Name", { exact: true }).fill("Grace Brewster Hopper");
  await other.locator("[name=affiliation]").fill("Theirs");
  await other.getByLabel("Name", { exact: true }).press("Enter");
  await expect(other.locator(".desk-done")).toContainText("Saved");
  await expect(page.locator("[name=name]")).toHaveValue("Grace Brewster Hopper", { timeout: 15_000 });
  await expect(page.locator("[name=affiliation]")).toHaveValue("Mine");
  await expect(page.getByText("Somebody else changed this meanwhile.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
});
