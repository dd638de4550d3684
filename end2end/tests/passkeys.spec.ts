// Passkeys, with an authenticator of Chromium's own: added, signed in with by the button and in the field, refused, removed.
// They belong to a domain, so this site is reached by a name.

import { Authenticator } from "../support/authenticator.ts";
import { violations } from "../support/axe.ts";
import { named as test } from "../support/named.ts";
import { pictures } from "../support/pictures.ts";
import { expect, visit as open } from "../support/site.ts";
import { keys } from "../support/sign_in.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

const ADDRESS = "ada@example.org";

/** Signs in by mail, without the page that the code is typed on. */
async function signIn(page: Page, staff: Page): Promise<void> {
  await open(page, "/sign-in");
  await page.getByLabel("E-mail address").fill(ADDRESS);
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  const { code } = await keys(staff, ADDRESS);
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page).toHaveURL("/me");
}

test("a passkey is added, signs in by the button and in the field, and is removed", async ({ page, site, anotherContext, watched }, testInfo) => {
  // 403: a browser whose cookies were taken away still tells of its agenda, once.
  watched.allow(/422|404|403/);
  const authenticator = await Authenticator.of(page);
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site);
  await signIn(page, staff);

  await page.getByRole("link", { name: "Passkeys" }).click();
  await expect(page.getByText("You have no passkey yet.")).toBeVisible();
  await expect(page.getByText("This needs a browser that knows passkeys")).toBeHidden();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "none");

  const add = page.getByRole("button", { name: "Add a passkey" });
  await add.click();
  await expect(page.locator("article.card")).toHaveCount(1);
  expect(await authenticator.credentials()).toHaveLength(1);
  // One is enough on a device.
  await add.click();
  await expect(page.getByText("There is a passkey for your account here already.")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "known");

  // By the button. The authenticator does not offer itself in the field meanwhile.
  await page.context().clearCookies();
  await authenticator.answers(false);
  await open(page, "/sign-in");
  const button = page.getByRole("button", { name: "Sign in with a passkey" });
  await expect(button).toBeVisible();
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("autocomplete", "username webauthn");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "sign-in");
  await authenticator.answers(true);
  await button.click();
  await expect(page).toHaveURL("/me");
  await expect(page.getByText(`Signed in as ${ADDRESS}`)).toBeVisible();

  // In the field, where the browser offers it by itself.
  await page.context().clearCookies();
  await page.goto("/sign-in");
  await expect(page).toHaveURL("/me");

  // A copy that has counted less is refused, with a sentence at the button.
  const [credential] = await authenticator.credentials();
  if (!credential) throw new Error("the passkey is gone");
  expect(credential.signCount).toBeGreaterThan(1);
  await page.context().clearCookies();
  await authenticator.forgetsEverything();
  await authenticator.takes(credential, 0);
  const answers: string[] = [];
  page.on("request", (request) => {
    if (request.method() === "POST" && new URL(request.url()).pathname === "/sign-in/passkey") answers.push(request.url());
  });
  // One that answers by itself is not asked without end: its network could soon sign in no more. It does so from the beginning: a
  // question that waits is not looked at again when it begins to.
  await open(page, "/sign-in");
  const copied = page.getByText("it may have been copied");
  await expect(copied).toBeVisible();
  await expect.poll(() => answers.length).toBe(3);
  await page.waitForTimeout(1_000);
  expect(answers).toHaveLength(3);
  // It counts each time, and is set back to what it was copied with.
  await authenticator.forgetsEverything();
  await authenticator.takes(credential, 0);
  await button.click();
  await expect.poll(() => answers.length).toBe(4);
  await expect(copied).toBeVisible();
  await expect(page).toHaveURL("/sign-in");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "copied");

  // Renamed and removed, after signing in by mail: that is always possible.
  await authenticator.forgetsEverything();
  await signIn(page, staff);
  await page.getByRole("link", { name: "Passkeys" }).click();
  await page.getByRole("link", { name: /^Rename or remove/ }).click();
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "one");
  await page.getByLabel("Name").fill("Hospital PC");
  await page.getByRole("button", { name: "Save the name" }).click();
  await expect(page.getByRole("heading", { name: "Hospital PC" })).toBeVisible();
  await pictures(page, testInfo, "list");
  await page.getByRole("link", { name: "Rename or remove Hospital PC" }).click();
  await page.getByRole("button", { name: "Remove this passkey" }).click();
  await expect(page.getByText("You have no passkey yet.")).toBeVisible();
  await staff.goto("/admin/outbox");
  await expect(staff.getByText(/^A passkey was removed/).first()).toBeVisible();
  await expect(staff.getByText(/^A passkey was added/).first()).toBeVisible();
});

test("without passkeys in the browser, and without scripts, signing in by mail is whole", async ({ page, site, anotherContext, watched }) => {
  // Chromium says so of a script that it does not fetch.
  watched.allow(/\.js csp|was preloaded/);
  await page.addInitScript(() => {
    Reflect.deleteProperty(window, "PublicKeyCredential");
  });
  await open(page, "/sign-in");
  await expect(page.getByRole("button", { name: "Send me a link and a code" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Sign in with a passkey" })).toBeHidden();

  const plain = await (await anotherContext({ javaScriptEnabled: false })).newPage();
  const answer = await plain.goto(`${site.url}/sign-in`);
  expect(answer?.status()).toBe(200);
  await expect(plain.getByRole("button", { name: "Send me a link and a code" })).toBeVisible();
  await expect(plain.getByRole("button", { name: "Sign in with a passkey" })).toBeHidden();
});
