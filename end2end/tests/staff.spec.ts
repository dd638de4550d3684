// Working here: becoming the administrator, signing in with password and authenticator, and finding one's way back.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { expect, phone, visit as open } from "../support/site.ts";
import { ADMINISTRATOR, becomeAdministrator, code, enrol, linkTo } from "../support/staff.ts";

test.use({ byKeyboard: true });

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

test("an administrator invites somebody, who sets up everything and is changed and removed", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  watched.allow(/422|403/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/account");
  await page.getByRole("link", { name: "Who works here" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Who works here");
  await page.getByLabel("Their e-mail address").fill("eve@staff.example");
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByLabel("Role").last()).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Their e-mail address")).toHaveValue("eve@staff.example");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Role").last().selectOption({ label: "Editor" });
  await page.getByRole("button", { name: "Send the invitation" }).click();
  await expect(page.getByRole("heading", { name: "eve@staff.example" })).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  const invitation = await linkTo(page, "eve@staff.example", /\/admin\/invitation\/\w+/);

  const other = await (await anotherContext({ viewport: phone })).newPage();
  await open(other, invitation, scripted);
  await expect(other.getByText("Your role: Editor")).toBeVisible();
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("Name").fill("Eve Editor");
  await other.getByLabel("New password").fill("nine otters juggle lemons");
  await other.getByRole("button", { name: "Go on to the second factor" }).click();
  if (scripted) expect(await violations(other)).toEqual([]);
  await enrol(other);
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByRole("link", { name: "I have kept them" }).click();
  await expect(other).toHaveURL("/admin");
  expect((await other.goto("/admin/outbox"))?.status(), "the outbox is not for editors").toBe(403);

  // Their password, changed by themselves.
  await open(other, "/admin/account/password", scripted);
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("Present password").fill("nine otters juggle lemons");
  await other.getByLabel("New password").fill("ten badgers paint fences");
  await other.getByRole("button", { name: "Save the new password" }).click();
  await expect(other).toHaveURL("/admin/account");

  // Forgotten: the same words whoever asks, and a link by mail.
  await open(other, "/admin/password", scripted);
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("E-mail address").fill("eve@staff.example");
  await other.getByRole("button", { name: "Send me a link" }).click();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Check your e-mail");
  const link = await linkTo(page, "eve@staff.example", /\/admin\/password\/\w+/);
  await open(other, link, scripted);
  if (scripted) expect(await violations(other)).toEqual([]);
  await other.getByLabel("New password").fill("eleven herons sort buttons");
  await other.getByRole("button", { name: "Save the new password" }).click();
  await expect(other).toHaveURL("/admin/sign-in");

  // Proving again who one is.
  await visit("/admin/confirm?next=/admin/staff");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Password or code").fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Go on" }).click();
  await expect(page).toHaveURL("/admin/staff");
  const card = page.locator("article.card", { hasText: "eve@staff.example" });
  await card.locator("summary").click();
  if (scripted) expect(await violations(page)).toEqual([]);
  await card.getByRole("button", { name: "Remove" }).click();
  await expect(card).toHaveCount(0);
});

test("what is typed as a password can be shown, and is hidden again before it is sent", async ({ page, site, visit, watched }, testInfo) => {
  watched.allow(/422/);
  await visit(site.setUpPath);
  const field = page.getByLabel("New password");
  const show = page.getByRole("button", { name: /^Show\s+New password$/ });
  await expect(show).toHaveAttribute("aria-pressed", "false");
  await field.fill("short");
  await show.click();
  await expect(field).toHaveAttribute("type", "text");
  await expect(show).toHaveAttribute("aria-pressed", "true");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "shown");
  await show.press("Enter");
  await expect(field).toHaveAttribute("type", "password");
  await show.click();
  await page.getByRole("button", { name: "Go on to the second factor" }).click();
  await expect(field).toHaveAttribute("type", "password");
  await expect(field).toHaveValue("");
});

test("somebody who works here changes their own address", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }, testInfo) => {
  watched.allow(/422|403/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/account");
  if (!scripted) await expect(page.getByRole("button", { name: /^Show/ })).toHaveCount(0);
  await page.getByRole("link", { name: "Change my address" }).click();
  await page.getByLabel("New e-mail address").fill(ADMINISTRATOR.email);
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByText("This is your address already").first()).toBeVisible();
  await expect(page.getByLabel("New e-mail address")).toHaveValue(ADMINISTRATOR.email);
  if (scripted) expect(await violations(page)).toEqual([]);
  if (scripted) await pictures(page, testInfo, "address");
  await page.getByLabel("New e-mail address").fill("new@staff.example");
  await page.getByRole("button", { name: "Send the link" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Check your new mailbox");
  if (scripted) await pictures(page, testInfo, "sent");
  const link = await linkTo(page, "new@staff.example", /\/admin\/address\/\w+/);

  // On the phone, where the mail is read.
  const other = await (await anotherContext({ viewport: phone })).newPage();
  await open(other, link, scripted);
  if (scripted) expect(await violations(other)).toEqual([]);
  if (scripted) await pictures(other, testInfo, "link");
  await other.getByRole("button", { name: "Yes, use this address" }).click();
  await expect(other.getByText("You sign in with new@staff.example from now on.")).toBeVisible();
  if (scripted) expect(await violations(other)).toEqual([]);
  await visit("/admin/account");
  await expect(page.getByText("new@staff.example")).toBeVisible();
  await visit("/admin/outbox");
  const told = page.locator("article.card", { hasText: ADMINISTRATOR.email }).first();
  await expect(told.locator("h2", { hasText: "Your account for the work at" })).toBeVisible();
});
