// Passkeys of those who work here, with an authenticator of Chromium's own: set up instead of codes, signed in with alone and
// after the password, as a fresh proof, kept while it is the only one, added beside an authenticator, removed.

import { Authenticator } from "../support/authenticator.ts";
import { violations } from "../support/axe.ts";
import { named as test } from "../support/named.ts";
import { pictures } from "../support/pictures.ts";
import { expect, visit as open } from "../support/site.ts";
import { ADMINISTRATOR, becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

/** Types address and password of the administrator. */
async function password(page: Page): Promise<void> {
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("Password", { exact: true }).fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Go on", exact: true }).click();
}

test("a passkey is set up instead of an authenticator, and signs in alone and after the password", async ({ page, site, watched }, testInfo) => {
  watched.allow(/422|403/);
  const authenticator = await Authenticator.of(page);
  await open(page, site.setUpPath);
  await page.getByLabel("Name").fill(ADMINISTRATOR.name);
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("New password").fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Go on to the second factor" }).click();
  await expect(page.getByRole("heading", { name: "Or a passkey instead" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "set-up");
  await page.getByRole("button", { name: "Set up a passkey" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your recovery codes");
  await expect(page.locator(".recovery-codes code")).toHaveCount(10);
  expect(await authenticator.credentials()).toHaveLength(1);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page).toHaveURL("/admin/outbox");

  // It stays while it is the only second factor.
  await open(page, "/admin/account");
  await expect(page.getByRole("button", { name: "Set up an authenticator" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "account");
  await page.getByRole("link", { name: /^Rename or remove/ }).click();
  await expect(page.getByText("It is your only second factor")).toBeVisible();
  await expect(page.getByRole("button", { name: "Remove this passkey" })).toHaveCount(0);
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "only-one");
  await page.getByLabel("Name").fill("Hospital PC");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("heading", { name: "Hospital PC" })).toBeVisible();

  // Alone, by the button; the page that was asked for comes next.
  await authenticator.answers(false);
  await page.getByRole("button", { name: "Sign out everywhere" }).click();
  await open(page, "/admin/staff");
  await expect(page).toHaveURL(/\/admin\/sign-in\?next=/);
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "sign-in");
  await authenticator.answers(true);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await expect(page).toHaveURL("/admin/staff");

  // After the password. The browser does not offer it in the field meanwhile.
  await authenticator.answers(false);
  await page.context().clearCookies();
  await open(page, "/admin/sign-in");
  await password(page);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Second step");
  await expect(page.getByText("Use your passkey. Without it, one of your recovery codes signs you in.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "second-step");
  await authenticator.answers(true);
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL("/admin/outbox");

  // By itself in the field, where the browser offers it.
  await page.context().clearCookies();
  await page.goto("/admin/sign-in");
  await expect(page).toHaveURL("/admin/outbox");

  // As a fresh proof.
  await open(page, "/admin/confirm?next=/admin/staff");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "proof");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page).toHaveURL("/admin/staff");

  // A copy that has counted less is refused, with a sentence at the button.
  const [credential] = await authenticator.credentials();
  if (!credential) throw new Error("the passkey is gone");
  await authenticator.forgetsEverything();
  await authenticator.takes(credential, 0);
  await open(page, "/admin/confirm?next=/admin/staff");
  await page.getByRole("button", { name: "Use a passkey" }).click();
  await expect(page.getByText("it may have been copied")).toBeVisible();
  await expect(page).toHaveURL("/admin/confirm?next=/admin/staff");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "copied");
});

test("a passkey is added beside an authenticator, told by mail, and removed", async ({ page, site, watched }, testInfo) => {
  watched.allow(/422|403/);
  const authenticator = await Authenticator.of(page);
  await becomeAdministrator(page, site);
  await open(page, "/admin/account");
  await pictures(page, testInfo, "none");
  const add = page.getByRole("button", { name: "Add a passkey" });
  await add.click();
  await expect(page.getByRole("link", { name: /^Rename or remove/ })).toHaveCount(1);
  expect(await authenticator.credentials()).toHaveLength(1);
  await add.click();
  await expect(page.getByText("There is a passkey for your account here already.")).toBeVisible();
  await page.getByRole("link", { name: /^Rename or remove/ }).click();
  await pictures(page, testInfo, "one");
  await page.getByRole("button", { name: "Remove this passkey" }).click();
  await expect(page).toHaveURL("/admin/account");
  await expect(page.getByRole("link", { name: /^Rename or remove/ })).toHaveCount(0);
  await open(page, "/admin/outbox");
  await expect(page.locator("article.card h2", { hasText: "Your account for the work at" })).toHaveCount(2);
});

test("without passkeys in the browser, and without scripts, password and code are whole", async ({ page, site, anotherContext, watched }) => {
  // Chromium says so of a script that it does not fetch.
  watched.allow(/\.js csp|was preloaded|422/);
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "PublicKeyCredential");
  });
  const { codes } = await becomeAdministrator(page, site);
  await expect(page.getByRole("heading", { name: "Or a passkey instead" })).toHaveCount(0);
  await open(page, "/admin/account");
  await expect(page.getByRole("button", { name: "Add a passkey" })).toBeHidden();
  await expect(page.getByText("This needs a browser that knows passkeys")).toBeVisible();

  const plain = await (await anotherContext({ javaScriptEnabled: false })).newPage();
  await plain.goto(`${site.url}/admin/sign-in`);
  await expect(plain.getByRole("button", { name: "Sign in with a passkey" })).toBeHidden();
  await password(plain);
  await expect(plain.getByRole("button", { name: "Use a passkey" })).toBeHidden();
  await plain.getByLabel("Code").fill(codes[0] ?? "");
  await plain.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(plain).toHaveURL(`${site.url}/admin/outbox`);
});
