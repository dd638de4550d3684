// Signing in as an attendee, as tests do it while no mail is sent.

import type { Page } from "@playwright/test";

/** Reads the newest mail to sign in with an address, in the organiser's outbox. */
export async function keys(staff: Page, address: string): Promise<{ link: string; code: string }> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: address }).filter({ hasText: /Sign in: / }).first();
  await mail.getByText("Text", { exact: true }).click();
  const text = await mail.locator("pre").innerText();
  return { link: text.match(/\/sign-in\/link\/\w+/)?.[0] ?? "", code: text.match(/^\s*(\d{6})\s*$/m)?.[1] ?? "" };
}
