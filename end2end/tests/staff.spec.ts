// Working here: becoming the administrator, signing in with password and authenticator, and finding one's way back.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect, phone, visit as open } from "../support/site.ts";
import { ADMINISTRATOR, becomeAdministrator, code } from "../support/staff.ts";

test("the set-up link makes an administrator, who signs in again elsewhere", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  watched.allow(/422|403/);
  await visit(site.setUpPath);
  if (scripted) expect(await violations(page)).toEqual([]);
  // What is to be mended stands by its field, and what was typed is still there; but for the password.
  await page.getByLabel("Name").fill(ADMINISTRATOR.name);
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("New password").fill("password");
  await page.getByRole("button", { name: "Go on to the second factor" }).click();
  await expect(page.getByLabel("New password")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("New password")).toHaveValue("");
  await expect(page.getByLabel("Name")).toHaveValue(ADMINISTRATOR.name);
  if (scripted) expect(await violations(page)).toEqual([]);

  const { secret, codes } = await becomeAdministrator(page, site, scripted);
  expect(codes).toHaveLength(10);
  await visit("/admin/account");
  await expect(page.getByText(ADMINISTRATOR.email)).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  // The link works once.
  const other = await (await anotherContext({ viewport: phone })).newPage();
  await open(other, site.setUpPath, scripted);
  await other.getByLabel("Name").fill("Eve");
  await other.getByLabel("E-mail address").fill("eve@staff.example");
  await other.getByLabel("New password").fill(ADMINISTRATOR.password);
  await other.getByRole("button", { name: "Go on to the second factor" }).click();
  await expect(other.getByRole("alert")).toBeVisible();

  // On the phone: the page that was asked for, by way of both steps.
  await open(other, "/admin/outbox?show=dead", scripted);
  await expect(other).toHaveURL(/\/admin\/sign-in\?next=/);
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await other.getByLabel("Password").fill("not this one at all");
  await other.getByRole("button", { name: "Go on" }).click();
  await expect(other.getByText("Address or password is not right")).toBeVisible();
  await expect(other.getByLabel("E-mail address")).toHaveValue(ADMINISTRATOR.email);
  await other.getByLabel("Password").fill(ADMINISTRATOR.password);
  await other.getByRole("button", { name: "Go on" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Second step");
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("Code").fill(codes[0] ?? "");
  await other.getByRole("button", { name: "Sign in" }).click();
  await expect(other).toHaveURL("/admin/outbox?show=dead");

  // Both devices are seen, and the new one was written about.
  await visit("/admin/account");
  await expect(page.locator("article.card")).toHaveCount(2);
  await visit("/admin/outbox");
  await expect(page.locator("article.card h2", { hasText: "Your account for the work at" })).toHaveCount(2);
  await visit("/admin/account");
  const theirs = page.locator("article.card").filter({ hasNotText: "This device" });
  await theirs.getByRole("button", { name: /^Sign out/ }).click();
  await expect(page.locator("article.card")).toHaveCount(1);
  await open(other, "/admin/account", scripted);
  await expect(other).toHaveURL(/\/admin\/sign-in/);
  expect(code(secret)).toMatch(/^\d{6}$/);
  expect(await page.evaluate(() => document.cookie), "no script sees a session").not.toContain("staff");
});
