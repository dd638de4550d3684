// Signing in by mail, with the link and with the code, one's own page, one's devices, and erasing everything.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect, phone, visit as open } from "../support/site.ts";
import { keys } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

test.use({ byKeyboard: true });

const ADDRESS = "ada@example.org";

/** Asks for a link and a code, from the link in every page's header on. */
async function ask(page: Page, scripted: boolean): Promise<void> {
  await open(page, "/programme", scripted);
  await page.getByRole("link", { name: "My page, or sign in" }).click();
  await expect(page).toHaveURL("/sign-in");
  await page.getByLabel("E-mail address").fill(ADDRESS);
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
}

test("a link signs in here, a code there, and everything is erased at last", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  watched.allow(/422|403/);
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);

  await ask(page, scripted);
  if (scripted) expect(await violations(page)).toEqual([]);
  const first = await keys(staff, ADDRESS);

  // The link works by a press, and in this browser only.
  const other = await (await anotherContext({ viewport: phone })).newPage();
  await open(other, first.link, scripted);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Type your code");
  await visit(first.link);
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/me");
  await expect(page.getByText(`Signed in as ${ADDRESS}`)).toBeVisible();
  await expect(page.getByText("Nothing is registered with this address.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  // On the phone the code is typed, wrongly first.
  await ask(other, scripted);
  const second = await keys(staff, ADDRESS);
  const code = other.getByLabel("Code");
  await code.fill(second.code === "000000" ? "000001" : "000000");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveTitle(/^Error: /);
  await expect(code).toHaveAttribute("aria-invalid", "true");
  if (scripted) expect(await violations(other)).toEqual([]);
  await code.fill(second.code);
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL("/me");

  // Each sees both devices; one signs the other out.
  await page.getByRole("link", { name: "Where I am signed in" }).click();
  await expect(page.locator("article.card")).toHaveCount(2);
  await expect(page.getByText("This device")).toHaveCount(1);
  if (scripted) expect(await violations(page)).toEqual([]);
  const theirs = page.locator("article.card").filter({ hasNotText: "This device" });
  await theirs.getByRole("button", { name: /^Sign out/ }).click();
  await expect(page.locator("article.card")).toHaveCount(1);
  await open(other, "/me", scripted);
  await expect(other).toHaveURL("/sign-in");

  // Everything is taken away as a file, and then erased: only once the word was typed.
  await visit("/me/data");
  if (scripted) expect(await violations(page)).toEqual([]);
  const file = await page.request.get("/me/data/download");
  expect(file.headers()["content-type"]).toBe("application/zip");
  await page.getByRole("button", { name: "Erase everything about me" }).click();
  await expect(page.getByLabel("Word to confirm")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Word to confirm").fill("erase");
  await page.getByRole("button", { name: "Erase everything about me" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Everything is erased");
  await visit("/me");
  await expect(page).toHaveURL("/sign-in");
});
