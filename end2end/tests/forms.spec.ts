// Registration forms that ask more: an editor's questions, one thing per page, answers changed later, a whole series.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import type { Server } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import type { Page } from "@playwright/test";

test.use({ byKeyboard: true, showing: "asking" });

/** Fills in who somebody is, taking as long as a person takes at the very least. */
async function person(page: Page, site: Server, email: string): Promise<void> {
  const shown = await site.now();
  await page.getByLabel("Full name").fill("Ada Example");
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Country you work in").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await expect.poll(() => site.now()).toBeGreaterThan(shown + 1_100);
}

/** Path of a link in the newest mail to somebody. */
async function linkInMail(staff: Page, to: string, link: RegExp): Promise<string> {
  await staff.goto("/admin/outbox");
  const mail = staff.locator("article.card", { hasText: to }).first();
  await mail.getByText("Text", { exact: true }).click();
  const [path] = (await mail.locator("pre").innerText()).match(link) ?? [""];
  return path;
}

const answer = (page: Page, question: string, words: string) => page.getByRole("radiogroup", { name: question }).getByLabel(words).check();

test("an editor's questions are asked, answered and changed", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext, watched }) => {
  watched.allow(/422/);
  await visit("/register/webinar-1");
  if (scripted) await page.locator("form[data-ready]").waitFor();
  const summary = page.getByLabel("Your case in short");
  // Without a script its condition stands beside it; with one it appears when it is asked.
  if (scripted) await expect(summary).toBeHidden();
  else await expect(page.getByText("Only if your answer to “Do you bring a case?” is “Yes, please”.")).toBeVisible();
  await person(page, site, "ada@example.org");
  await answer(page, "Do you bring a case?", "Yes, please");
  await expect(summary).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Register", exact: true }).click();
  const errors = page.locator(".error-summary");
  await expect(errors.getByRole("link")).toHaveText(["Answer “Your case in short”", /^Tick “I keep what is said/]);
  if (scripted) expect(await violations(page)).toEqual([]);
  await errors.getByRole("link").first().click();
  await expect(summary).toBeFocused();
  await expect(page.getByRole("radiogroup", { name: "Do you bring a case?" }).getByLabel("Yes, please")).toBeChecked();
  await summary.fill("</textarea> A rare one,\nand slow.");
  await page.getByLabel("I keep what is said about patients to myself").check();
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page).toHaveURL("/register/webinar-1/done");

  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  const confirm = await linkInMail(staff, "ada@example.org", /\/registration\/confirm\/\S+/);
  await visit(confirm);
  await page.getByRole("button", { name: "Confirm my registration" }).click();
  await page.getByRole("link", { name: "See or cancel your registration" }).click();
  await expect(page.getByText("</textarea> A rare one,")).toBeVisible();

  // Changed: what is no longer asked goes.
  await page.getByRole("link", { name: "Change your answers" }).click();
  await expect(summary).toHaveValue("</textarea> A rare one,\nand slow.");
  if (scripted) await page.locator("form[data-ready]").waitFor();
  await answer(page, "Do you bring a case?", "No");
  if (scripted) await expect(summary).toBeHidden();
  await page.getByRole("button", { name: "Save the changes" }).click();
  await expect(page.getByText("Your answers are as you see them below.")).toBeVisible();
  await expect(page.getByText("A rare one,")).toHaveCount(0);
  await staff.goto("/admin/registrations/webinar-1");
  await staff.getByText("2 answers").click();
  await expect(staff.getByRole("region", { name: "Registrations" }).getByText("Do you bring a case?")).toBeVisible();
});

test("a long form asks one thing per page, and everything is checked", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await visit("/register/webinar-2");
  await expect(page.getByText("Step 1 of 8")).toBeVisible();
  await person(page, site, "ada@example.org");
  await page.getByRole("button", { name: "Continue" }).click();
  for (const question of ["a", "b", "c", "d", "e", "f"]) {
    await expect(page).toHaveURL(`/register/webinar-2/question/${question}`);
    await answer(page, `Question ${question}`, "No");
    if (scripted && question === "a") expect(await violations(page)).toEqual([]);
    await page.getByRole("button", { name: "Continue" }).click();
  }
  await expect(page).toHaveURL("/register/webinar-2/check");
  await page.reload();
  await expect(page.getByText("ada@example.org")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  // A change that makes one more question be asked leads back here after it.
  await page.getByRole("link", { name: "Change : Question f" }).click();
  await answer(page, "Question f", "Yes, please");
  await page.getByRole("button", { name: "Continue" }).click();
  await expect(page.getByText("Step 8 of 9")).toBeVisible();
  await page.getByRole("link", { name: "Back" }).click();
  await expect(page.getByRole("radiogroup", { name: "Question f" }).getByLabel("Yes, please")).toBeChecked();
  await page.getByRole("button", { name: "Continue" }).click();
  await answer(page, "The last question", "No");
  await page.getByRole("button", { name: "Continue" }).click();
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page).toHaveURL("/register/webinar-2/done");
  await visit("/register/webinar-2");
  await expect(page.getByLabel("E-mail address"), "nothing of it is left in this browser").toHaveValue("");
});

test("what is typed survives a reload, and a slip in the address is only hinted at", async ({ page, site, visit }) => {
  await visit("/register/webinar-1");
  await page.locator("form[data-ready]").waitFor();
  await person(page, site, "ada@gmial.com");
  await page.getByLabel("Full name").click();
  await expect(page.getByText("Did you mean ada@gmail.com?")).toBeVisible();
  await page.reload();
  await page.locator("form[data-ready]").waitFor();
  await expect(page.getByLabel("Full name")).toHaveValue("Ada Example");
  await expect(page.getByLabel("Country you work in")).toHaveValue("IT");
  await page.getByLabel("E-mail address").fill("ada@gmial.con");
  await page.getByLabel("Full name").click();
  await page.getByRole("button", { name: "Use this address" }).click();
  await expect(page.getByLabel("E-mail address")).toHaveValue("ada@gmail.com");
  await expect(page.getByText("Did you mean")).toHaveCount(0);
});

test("one form, one letter and one press register for the series", { tag: "@everyone" }, async ({ page, site, visit, scripted, anotherContext }) => {
  await visit("/register/webinar-3");
  await page.getByRole("link", { name: "Register for all open webinars at once" }).click();
  await expect(page.getByLabel(/^Webinar 1/)).toBeChecked();
  await expect(page.getByRole("link", { name: "Webinar 2" }), "it asks too much for one page").toBeVisible();
  if (scripted) await page.locator("form[data-ready]").waitFor();
  if (scripted) expect(await violations(page)).toEqual([]);
  await person(page, site, "series@example.org");
  await answer(page, "Do you bring a case?", "No");
  await page.getByLabel("I keep what is said about patients to myself").check();
  await page.getByRole("button", { name: "Register for all that are ticked" }).click();
  await expect(page).toHaveURL("/register/done?held=webinar-1&held=webinar-3");
  const staff = await (await anotherContext()).newPage();
  await becomeAdministrator(staff, site, scripted);
  const link = await linkInMail(staff, "series@example.org", /\/registration\/series\/\S+/);
  await visit(link);
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Confirm all" }).click();
  await expect(page.getByText("Your address is confirmed.")).toBeVisible();
  await expect(page.getByRole("link", { name: "See or cancel your registration" })).toHaveCount(2);
});
