// Signing in as an attendee, as tests do it while no mail is sent.

import { expect, type Page } from "@playwright/test";
import { visit } from "./site.ts";

/** Reads the newest mail to sign in with an address, in the organiser's outbox. */
export async function keys(staff: Page, address: string): Promise<{ link: string; code: string }> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: address }).filter({ hasText: /Sign in: / }).first();
  await mail.getByText("Text", { exact: true }).click();
  const text = await mail.locator("pre").innerText();
  return { link: text.match(/\/sign-in\/link\/\w+/)?.[0] ?? "", code: text.match(/^\s*(\d{6})\s*$/m)?.[1] ?? "" };
}

/** Signs in with the code of the mail; `staff` is the organiser's page. */
export async function signIn(page: Page, staff: Page, address: string, scripted = true): Promise<void> {
  await visit(page, "/sign-in", scripted);
  await page.getByLabel("E-mail address").fill(address);
  await page.getByRole("button", { name: "Send me a link and a code" }).click();
  await expect(page).toHaveURL("/sign-in/sent");
  await page.getByLabel("Code").fill((await keys(staff, address)).code);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page).toHaveURL("/me");
}
