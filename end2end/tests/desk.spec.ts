// The editor's desk: a field is changed, undone, released; by keyboard, with and without scripts.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true });

test("an editor changes a title, takes it back, and releases another", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  watched.allow(/422|409/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Desk");
  await expect(page.getByText("Everything is released.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("navigation", { name: "Desk" }).getByRole("link", { name: "Events" }).click();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.locator(".desk-list__title").first().click();
  if (scripted) expect(await violations(page)).toEqual([]);

  // What will not do is said by its field, and what was typed stays.
  const title = page.getByLabel("Title", { exact: true });
  const former = await title.inputValue();
  await title.fill("");
  await page.locator("[name=venue]").fill("Rome");
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(title).toHaveAttribute("aria-invalid", "true");
  if (scripted) expect(await violations(page)).toEqual([]);

  await title.fill("A title of our own");
  await title.press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A title of our own");
  await page.locator(".desk-done").getByRole("button", { name: "Undo" }).press("Enter");
  await expect(page).toHaveURL(/\/admin\/changes\?undone=/);
  await expect(page.locator(".desk-change").first()).toContainText("Undid");
  if (scripted) expect(await violations(page)).toEqual([]);

  // Visitors see what is released, and nothing before.
  await page.locator(".desk-change a").first().click();
  await expect(title).toHaveValue(former);
  await title.fill("A released title");
  await title.press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  const path = await page.getByRole("link", { name: "See it on the site" }).getAttribute("href");
  await visit(path ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(former);
  await page.getByRole("button", { name: "Preview" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A released title");
  await expect(page.getByText("this is the working copy")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "End preview" }).press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(former);
  await visit("/admin/find");
  await page.getByRole("searchbox", { name: "Find anything at the desk" }).fill("a RELEASED title");
  await page.getByRole("searchbox", { name: "Find anything at the desk" }).press("Enter");
  await expect(page.locator(".desk-list__title").first()).toHaveText("A released title");
  if (scripted) expect(await violations(page)).toEqual([]);
  await visit("/admin/release");
  await expect(page.locator(".desk-diff ins").first()).toContainText("A released title");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Name of the release").fill("Another title");
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await expect(page.locator(".desk-done")).toContainText("Released as number");
  await visit(path ?? "");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("A released title");
});

test("rows are added, moved and left out without a pointer", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/content/people/new");
  await page.getByLabel("Name", { exact: true }).fill("Grace Hopper");
  await page.getByLabel("Name", { exact: true }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Added");
  await visit("/admin/content/events");
  await page.locator(".desk-list__title").first().click();
  const people = page.getByRole("group", { name: /^People, / });
  const count = await people.count();
  await people.last().getByLabel("Person").fill("Grace Hopper");
  await people.last().getByLabel("Part").selectOption("moderator");
  await page.getByRole("group", { name: "People", exact: false }).getByRole("button", { name: "Add a row" }).first().press("Enter");
  await expect(people).toHaveCount(count + 1);
  await people.nth(count - 1).getByRole("button", { name: /up$/ }).press("Enter");
  await expect(people.nth(count - 2).getByLabel("Person")).toHaveValue("Grace Hopper");
  await page.getByLabel("Title", { exact: true }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await expect(people.nth(count - 2).getByLabel("Person")).toHaveValue("Grace Hopper");
  // Left empty, a row is taken out.
  await people.nth(count - 2).getByLabel("Person").fill("");
  await page.getByLabel("Title", { exact: true }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await expect(people).toHaveCount(count);
});

test("a session is moved on the day grid by keyboard, and put back", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/content/sessions");
  // The groups of links to the forms are folded; by keyboard, as everything here.
  await page.locator("summary", { hasText: "Add" }).press("Enter");
  await page.getByRole("link", { name: /^Add to/ }).nth(1).press("Enter");
  await page.getByLabel("Title", { exact: true }).fill("A session to be moved");
  await page.locator("[name=date]").fill("2022-10-12");
  await page.locator("[name=day]").fill("2022-10-12");
  await page.locator("[name=time]").fill("18:00");
  await page.locator("[name=minutes]").fill("30");
  await page.getByLabel("Title", { exact: true }).press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Added");

  await visit("/admin");
  await page.getByRole("link", { name: "2022-10-12" }).first().press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2022-10-12");
  if (scripted) expect(await violations(page)).toEqual([]);
  const block = page.locator(".desk-grid__session", { hasText: "A session to be moved" });
  await expect(block).toContainText("18:00–18:30");
  await block.locator("summary").press("Enter");
  await block.locator("[name=time]").fill("18:15");
  await block.locator("[name=minutes]").fill("45");
  await block.locator("[name=minutes]").press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Moved.");
  await expect(block).toContainText("18:15–19:00");
  if (scripted) expect(await violations(page)).toEqual([]);
  // To another day, where it is shown at once.
  await block.locator("summary").press("Enter");
  await block.locator("[name=date]").fill("2022-10-13");
  await block.locator("[name=minutes]").press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2022-10-13");
  await expect(page.locator(".desk-done")).toContainText("Moved.");
  await expect(block).toContainText("18:15–19:00");
  await page.locator(".desk-done").getByRole("button", { name: "Undo" }).press("Enter");
  await expect(page).toHaveURL(/\/admin\/changes\?undone=/);
});

test("a session is carried over the day grid by keys and by a pointer, and what is against it is said", async ({ page, site, visit }) => {
  await becomeAdministrator(page, site, true);
  for (const [title, time] of [["Carried", "18:00"], ["Standing", "19:00"]]) {
    await visit("/admin/content/sessions");
    await page.locator("summary", { hasText: "Add" }).press("Enter");
    await page.getByRole("link", { name: /^Add to/ }).nth(1).press("Enter");
    await page.getByLabel("Title", { exact: true }).fill(title);
    for (const name of ["date", "day"]) await page.locator(`[name=${name}]`).fill("2022-10-12");
    await page.locator("[name=time]").fill(time);
    await page.locator("[name=minutes]").fill("30");
    await page.locator("[name='roles.person']").first().fill("Oriana Ciani");
    await page.getByLabel("Title", { exact: true }).press("Enter");
    await expect(page.locator(".desk-done")).toContainText("Added");
  }
  await visit("/admin");
  await page.getByRole("link", { name: "2022-10-12" }).first().press("Enter");
  const titled = (title: string) =>
    page.locator(".desk-grid__session").filter({ has: page.locator(".desk-grid__title", { hasText: title }) });
  const block = titled("Carried");
  const handle = block.getByRole("button", { name: /^Carry/ });
  const status = page.locator("[data-grid-status]");
  await handle.press("Enter");
  await expect(handle).toHaveAttribute("aria-pressed", "true");
  await expect(status).toContainText("Picked up.");
  expect(await violations(page)).toEqual([]);
  for (let step = 0; step < 9; step += 1) await handle.press("ArrowDown");
  await expect(status).toContainText("18:45 to 19:15, No room. Oriana Ciani also takes part in “Standing” at the same time.");
  await handle.press("Shift+ArrowUp");
  await handle.press("Shift+ArrowUp");
  await handle.press("Shift+ArrowUp");
  await expect(status).toContainText("18:45 to 19:00, No room. Nothing is against it there.");
  await handle.press("Escape");
  await expect(status).toHaveText("Put back where it was.");
  await expect(handle).toHaveAttribute("aria-pressed", "false");
  await expect(block).toContainText("18:00–18:30");

  await handle.press("Enter");
  await handle.press("ArrowUp");
  await handle.press("Enter");
  await expect(page.locator(".desk-done")).toContainText("Moved.");
  await expect(block).toContainText("17:55–18:25");

  // By a pointer, towards the next line.
  const from = await handle.boundingBox();
  const to = await titled("Standing").boundingBox();
  if (!from || !to) throw new Error("the blocks are not there");
  await page.mouse.move(from.x + 5, from.y + 5);
  await page.mouse.down();
  await page.mouse.move(from.x + 5, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(from.x + 5, to.y + 10, { steps: 4 });
  await expect(status).toContainText("No room.");
  await page.mouse.up();
  await expect(page.locator(".desk-done")).toContainText("Moved.");
  await expect(block).not.toContainText("17:55–18:25");
});
