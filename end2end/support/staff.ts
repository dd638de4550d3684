// Those who work here, as tests come to be one of them: by the set-up link, a password and an authenticator.

import { createHmac } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import type { Server } from "./server.ts";
import { visit } from "./site.ts";

export const ADMINISTRATOR = { name: "Ada Administrator", email: "ada@staff.example", password: "seven llamas knit quietly" };

/** What an authenticator shows for a secret, so many steps of half a minute from now (RFC 6238). */
export function code(secret: string, steps = 0): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000) + steps));
  const digest = createHmac("sha1", base32(secret)).update(counter).digest();
  const number = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(number % 1_000_000).padStart(6, "0");
}

function base32(text: string): Buffer {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text].map((letter) => letters.indexOf(letter).toString(2).padStart(5, "0")).join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => parseInt(byte, 2)));
}

/** Sets up the authenticator on the page that shows its secret; secret and recovery codes. */
export async function enrol(page: Page): Promise<{ secret: string; codes: string[] }> {
  await expect(page).toHaveURL(/\/admin\/second-factor/);
  const secret = (await page.locator("[data-secret]").innerText()).replaceAll(" ", "");
  await page.getByRole("textbox", { name: "Code" }).fill(code(secret));
  await page.getByRole("button", { name: "Confirm the code" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your recovery codes");
  const codes = await page.locator(".recovery-codes code").allInnerTexts();
  return { secret, codes };
}

/** Goes through the set-up link of a new server to the outbox; secret and recovery codes. */
export async function becomeAdministrator(page: Page, site: Server, scripted = true): Promise<{ secret: string; codes: string[] }> {
  await visit(page, site.setUpPath, scripted);
  await page.getByLabel("Name").fill(ADMINISTRATOR.name);
  await page.getByLabel("E-mail address").fill(ADMINISTRATOR.email);
  await page.getByLabel("New password").fill(ADMINISTRATOR.password);
  await page.getByRole("button", { name: "Go on to the second factor" }).click();
  const enrolled = await enrol(page);
  await page.getByRole("link", { name: "I have kept them" }).click();
  await expect(page).toHaveURL("/admin/outbox");
  return enrolled;
}

/** Path of a link in the newest mail to somebody. */
export async function linkTo(staff: Page, to: string, link: RegExp): Promise<string> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: to }).first();
  await mail.getByText("Text", { exact: true }).click();
  const [path] = (await mail.locator("pre").innerText()).match(link) ?? [""];
  return path;
}
