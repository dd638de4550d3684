// What else there is to do at the desk, by the keyboard alone where scripts run and by a pointer where they do not.

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { releaseAll } from "../support/library.ts";
import { mailServer, type MailServer } from "../support/mail_server.ts";
import { pictures } from "../support/pictures.ts";
import { quiet, repository, startServer } from "../support/server.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true });

test("a schedule is shown as what it would change, imported and taken back", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  // It is refused once, because nobody said its zone.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/import");
  if (scripted) expect(await violations(page)).toEqual([]);
  const schedule = readFileSync(join(repository, "import/tests/fixtures/frab.xml"), "utf8");
  await page.getByLabel("Or its text, or cells of a spreadsheet, pasted").fill(schedule.replace(/<time_zone_name>.*?<\/time_zone_name>/, ""));
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByLabel("Time zone of a schedule")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Or its text, or cells of a spreadsheet, pasted").fill(schedule);
  await page.getByLabel("Time zone of a schedule").fill("Europe/Rome");
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("heading", { name: "What would change" })).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Import exactly this" }).click();
  await expect(page.locator(".desk-done")).toContainText("Imported. Visitors see it after the next release.");
  await visit("/admin/content/events");
  const events = await page.locator(".desk-list__title").count();
  await visit("/admin/changes");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(page.locator(".desk-change").first()).toContainText("Undid");
  await visit("/admin/content/events");
  await expect(page.locator(".desk-list__title")).toHaveCount(events - 1);
});

test("a table is taken away, and cells of a spreadsheet are shown as what they would change, mended and imported", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }, testInfo) => {
  // It is refused once, because nobody said of which event.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/content/sessions");
  await page.getByRole("link", { name: "Import a table" }).click();
  await expect(page.getByLabel("What the rows of a table are")).toHaveValue("sessions");
  const table = page.getByRole("link", { name: "Sessions of Webinar 1", exact: true });
  const file = await page.request.get(new URL((await table.getAttribute("href")) ?? "", page.url()).href);
  expect(await file.text()).toMatch(/^\ufeffaddress,event,title,/);
  if (scripted) await pictures(page, testInfo, "import");

  const cells = (start: string) => `Title\tStart\tLength\tRoom\tSpeakers\nWelcome\t18:00\t10\tStudio\tAda Nobody; Grace Hopper\nCases\t${start}\t20\tStudio\t\n`;
  const pasted = page.getByLabel("Or its text, or cells of a spreadsheet, pasted");
  await pasted.fill(cells("later"));
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByLabel("Event of sessions, tracks and rooms")).toHaveAttribute("aria-invalid", "true");
  await expect(pasted).toHaveValue(/Cases/);
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Event of sessions, tracks and rooms").selectOption({ label: "Webinar 1" });
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("heading", { name: "Rows that are not imported" })).toBeVisible();
  await expect(page.getByText("Line 3, Start:")).toBeVisible();
  if (scripted) {
    expect(await violations(page)).toEqual([]);
    await pictures(page, testInfo, "import-preview");
  }
  // What was pasted is there to be mended.
  await expect(pasted).toHaveValue(/later/);
  await pasted.fill(cells("6:10 PM"));
  await page.getByRole("button", { name: "Show what would change" }).click();
  await expect(page.getByRole("heading", { name: "Rows that are not imported" })).toHaveCount(0);
  await page.getByRole("button", { name: "Import exactly this" }).click();
  await expect(page.locator(".desk-done")).toContainText("Imported. Visitors see it after the next release.");
  await visit("/admin/content/sessions");
  await page.getByRole("link", { name: "Cases", exact: true }).click();
  await expect(page.getByLabel("Begins at")).toHaveValue("18:10");
  await visit("/admin/changes");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await expect(page.locator(".desk-change").first()).toContainText("Undid");
  await visit("/admin/content/people");
  await expect(page.getByText("Ada Nobody")).toHaveCount(0);
});

test("a finding of the check leads to the field that mends it", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/content/pages");
  await page.locator(".desk-list__title").first().click();
  const text = page.locator("form[data-thing] textarea[name=text]");
  const former = await text.inputValue();
  await text.fill(`${former}\n\nSee [there](/events/nowhere-at-all).`);
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await visit("/admin/check");
  const finding = page.locator("main li", { hasText: "The link to /events/nowhere-at-all leads nowhere." });
  await expect(finding).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await finding.getByRole("link").first().click();
  await page.locator("form[data-thing] textarea[name=text]").fill(former);
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await visit("/admin/check");
  await expect(page.locator("main li", { hasText: "/events/nowhere-at-all" })).toHaveCount(0);
});

test("what has changed since any release is chosen from the list of them", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  for (const name of ["Ada Lovelace", "Grace Hopper"]) {
    await visit("/admin/content/people/new");
    await page.getByLabel("Name", { exact: true }).fill(name);
    await page.getByLabel("Name", { exact: true }).press("Enter");
    await expect(page.locator(".desk-done")).toContainText("Added");
    await releaseAll(page, `With ${name}`, scripted);
  }
  await visit("/changes");
  await page.getByRole("link", { name: "With Grace Hopper" }).click();
  const changes = page.locator(".desk-changes");
  await expect(changes).toContainText("Grace Hopper");
  await expect(changes).not.toContainText("Ada Lovelace");
  await page.getByLabel("What has changed since").selectOption({ index: (await page.getByLabel("What has changed since").locator("option").count()) - 1 });
  await page.getByRole("button", { name: "Compare" }).click();
  await expect(changes).toContainText("Ada Lovelace");
  if (scripted) expect(await violations(page)).toEqual([]);
});

test("a registration form is tried before it is released", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }, testInfo) => {
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/content/events");
  await page.getByRole("link", { name: "Webinar 1", exact: true }).click();
  // The first question of an event is no conflict with anybody.
  await page.locator("[name='questions.label']").first().fill("Do you bring a case?");
  await page.locator("[name='questions.kind']").first().selectOption({ label: "several lines" });
  await page.locator("[name='questions.required']").first().selectOption({ label: "yes" });
  await page.getByRole("button", { name: "Save" }).last().click();
  await expect(page.locator(".desk-done")).toContainText("Saved");
  await page.getByRole("link", { name: "Try the registration form" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Try the form: Webinar 1");
  if (scripted) {
    await page.locator("form[data-ready]").waitFor();
    expect(await violations(page)).toEqual([]);
    await pictures(page, testInfo, "trial");
  }
  await page.getByLabel("Full name").fill("Ada");
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.locator(".error-summary").getByRole("link", { name: /Do you bring a case/ })).toBeVisible();
  await expect(page.getByLabel("Full name")).toHaveValue("Ada");
  await page.getByLabel("E-mail address").fill("ada@hospital.example");
  await page.getByLabel("Country you work in").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await page.getByLabel("Do you bring a case?").fill("A rare one");
  await page.getByRole("button", { name: "Check it" }).click();
  await expect(page.getByText("This would be taken. Nothing of it was kept.")).toBeVisible();
  await expect(page.locator("dl.answers")).toContainText("A rare one");
  if (scripted) {
    expect(await violations(page)).toEqual([]);
    await pictures(page, testInfo, "taken");
  }
  await visit("/admin/registrations/webinar-1");
  await expect(page.getByText("Nobody has registered yet.")).toBeVisible();
  await visit("/register/webinar-1");
  await expect(page.getByText("Do you bring a case?")).toHaveCount(0);
});

test("somebody is registered by hand, tagged, written to again and cancelled", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/registrations/webinar-1");
  await page.getByRole("link", { name: "Add a registration" }).click();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByRole("button", { name: "Register", exact: true }).click();
  // What is missing is said, and what was typed stays.
  await expect(page.getByLabel("E-mail address")).toHaveAttribute("aria-invalid", "true");
  await expect(page.getByLabel("Full name")).toHaveValue("Grace Hopper");
  await page.getByLabel("E-mail address").fill("grace@hospital.example");
  await page.getByLabel("Country").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await page.getByLabel("Send the letter that asks to prove it").check();
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByText("Send the links again").first().click();
  await page.getByRole("button", { name: "Send the links again" }).click();
  await expect(page.getByText("The letter is on its way.")).toBeVisible();
  await page.locator("summary", { hasText: "Tags" }).click();
  await page.getByLabel("Tags", { exact: true }).fill("speaker, dinner");
  await page.getByRole("button", { name: "Save the tags" }).click();
  await expect(page.locator("dl.facts").first()).toContainText(/dinner/);
  // Deciding for somebody needs a reason.
  await page.getByRole("button", { name: /^Confirm/ }).click();
  await expect(page.getByLabel("Reason")).toHaveAttribute("aria-invalid", "true");
  await page.getByLabel("Reason").fill("Their address was read to us");
  await page.getByRole("button", { name: /^Confirm/ }).click();
  await expect(page.locator("dl.facts").first()).toContainText("StateConfirmed");
  await page.getByLabel("Reason").fill("They asked by telephone");
  await page.getByRole("button", { name: /^Cancel/ }).click();
  await expect(page.locator("ol").last()).toContainText("They asked by telephone");
  await expect(page.locator("dl.facts").first()).toContainText("StateCancelled");
  if (scripted) expect(await violations(page)).toEqual([]);
});

test("a list of people is first shown and then registered", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/registrations/webinar-1");
  await page.getByRole("link", { name: "Import from a file" }).click();
  const lines = ["name,email,country,profession", "Grace Hopper,grace@hospital.example,IT,nurse", "Ada Lovelace,nowhere,IE,oncologist"];
  await page.locator("input[name=file]").setInputFiles({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(lines.join("\n")) });
  await page.locator("input[name=proof]").last().check();
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await expect(page.getByText("1 line to be mended; it is left out")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Register 1 person" }).click();
  await expect(page.getByText("1 person was registered.")).toBeVisible();
  await visit("/admin/registrations/webinar-1");
  await expect(page.getByRole("table")).toContainText("Grace Hopper");
  await expect(page.getByRole("table")).not.toContainText("Ada Lovelace");
});

test("the glossary is written, mended and taken back", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/glossary");
  const words = page.getByLabel("Words");
  await words.fill("ePRO = e pro\n= nothing");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByText("Line 2: a word is missing").first()).toBeVisible();
  await expect(words).toHaveValue("ePRO = e pro\n= nothing");
  if (scripted) expect(await violations(page)).toEqual([]);
  await words.fill("ePRO = e pro");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.locator(".desk-done")).toContainText("Saved.");
  await visit("/admin/changes");
  await page.getByRole("button", { name: /^Undo/ }).first().click();
  await visit("/admin/glossary");
  await expect(words).toHaveValue("");
});

/** With a mail server that refuses one receiver. */
const mailed = test.extend<{ letters: MailServer }>({
  letters: async ({}, use) => {
    const letters = await mailServer();
    await use(letters);
    await letters.close();
  },
  site: async ({ letters }, use) => {
    const mail = ["--smtp-url", letters.url, "--mail-from", "Webinars <webinars@site.test>", "--rehearsal-sends-mail"];
    const server = await startServer("first", quiet.first, mail);
    await use(server);
    await server.stop();
  },
});

mailed("a letter that was refused is found among the dead ones and sent again", { tag: "@everyone" }, async ({ page, site, letters, visit, scripted }) => {
  letters.unknown.add("grace@hospital.example");
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/registrations/webinar-1/add");
  await page.getByLabel("Full name").fill("Grace Hopper");
  await page.getByLabel("E-mail address").fill("grace@hospital.example");
  await page.getByLabel("Country").selectOption({ label: "Italy" });
  await page.getByLabel("Professional role").selectOption({ index: 1 });
  await page.getByLabel("Take it as proven").check();
  await page.getByRole("button", { name: "Register", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Grace Hopper");
  const dead = page.getByRole("link", { name: "1 dead letter" });
  await expect(async () => {
    await visit("/admin/outbox");
    await expect(dead).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await dead.click();
  await expect(page.getByText("no such mailbox")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await visit("/admin/system");
  await expect(page.getByText("1 mail could not be sent and was given up.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  letters.unknown.clear();
  await visit("/admin/outbox?show=dead");
  await page.getByRole("button", { name: /^Try again/ }).click();
  await expect.poll(() => letters.taken.some((letter) => letter.includes("To: grace@hospital.example"))).toBe(true);
  await visit("/admin/outbox?show=dead");
  await expect(page.getByText("There are no dead letters.")).toBeVisible();
});
