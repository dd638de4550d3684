// What is typed anywhere runs nowhere. Every field at the desk is filled with texts that have run somewhere, saved or refused, and
// everything that shows them is looked at in a browser: a policy that had to stop something would complain, and fail the test.

import type { Page } from "@playwright/test";
import { test } from "../support/fresh.ts";
import { alive, expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import { walk } from "../support/walk.ts";

/** After the OWASP cheat sheet on evading filters: out of an attribute, a title, a text area, a script, a comment, a style. */
const CORPUS = [
  `"'><img src=x onerror=alert(1)>`,
  `</title></textarea></script><script>alert(1)</script>`,
  `'-alert(1)-'"><svg/onload=alert(1)>`,
  `[x](javascript:alert(1)) <a href="javascript:alert(1)">x</a>`,
  `<iframe srcdoc="<script>alert(1)</script>"></iframe>`,
  `--><math><mtext></mtext><mglyph><style><img src=x onerror=alert(1)>`,
];
/** All of them, for fields that hold so much; a field with a limit gets its beginning, and one that refuses it a single text. */
const TEXT = CORPUS.join(" ");
const ADDRESS = `"<img/src=x/onerror=alert(1)>"@evil.example`;

/** Where a form ends what the test stands on: being signed in, or being somebody. */
const LEFT_ALONE = /sign-out|\/account|\/confirm|\/staff\/[^/]+\/(end|remove|role)|\/password|\/second-factor|\/crop/;

/** Pages of the desk; letters as they will look are not among them, but looked at as mail programs show them. */
const DESK = /^\/admin\/(?!.*\/preview(\/|$))/;

test.use({ showing: "sample" });

test("what is typed into any field at the desk runs nowhere", async ({ page, site, watched, anotherContext }) => {
  test.setTimeout(900_000);
  // Most of it is refused, some of it too often; what a form was about may be gone.
  watched.allow(/status (of )?(400|403|404|409|413|422|429|503)\b/);
  const ran: string[] = [];
  page.on("dialog", async (dialog) => {
    ran.push(`${page.url()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  await becomeAdministrator(page, site);
  await register(page);

  let [forms, saved] = [0, 0];
  const first = await walk(page, ["/admin", "/admin/registrations", "/admin/system"], DESK, async (path) => {
    for (const [number, at] of (await fillable(page)).entries()) {
      if (number > 0) await open(page, path);
      const outcome = await submit(page, at);
      forms += 1;
      if (outcome === "saved") saved += 1;
    }
  });
  expect(first.length).toBeGreaterThan(40);
  expect(forms).toBeGreaterThan(60);
  expect(saved).toBeGreaterThan(30);

  // Everything once more, now that it shows what was saved.
  let shown = 0;
  await walk(page, ["/admin", ...first], DESK, async () => {
    if ((await page.locator("body").innerText()).includes("alert(1)")) shown += 1;
    await expect(page.locator("img[src=x], [onerror], [onload], iframe[srcdoc*=script], a[href^='javascript:']"), page.url()).toHaveCount(0);
  });
  expect(shown).toBeGreaterThan(20);
  await openLetters(page);
  expect(ran).toEqual([]);

  const visitor = await (await anotherContext()).newPage();
  visitor.on("dialog", async (dialog) => {
    ran.push(`${visitor.url()}: ${dialog.message()}`);
    await dialog.dismiss();
  });
  let told = 0;
  await release(page);
  const pages = await walk(visitor, ["/", "/programme", "/people", "/library", "/changes"], /^\/(?!admin|calendar|feed|api|media|assets|static|pkg)/, async () => {
    if ((await visitor.locator("body").innerText()).includes("alert(1)")) told += 1;
    await expect(visitor.locator("img[src=x], [onerror], [onload], iframe[srcdoc*=script], a[href^='javascript:']"), visitor.url()).toHaveCount(0);
  });
  expect(pages.length).toBeGreaterThan(10);
  expect(told).toBeGreaterThan(5);
  expect(ran).toEqual([]);
});

/** Somebody with such a name, added by hand: so there are their page, their history and their mails. */
async function register(page: Page): Promise<void> {
  await open(page, "/admin/registrations/webinar-1/add");
  await page.locator("[name=name]").fill(CORPUS[0]);
  await page.locator("[name=email]").fill("mallory@evil.example");
  await page.locator("[name=country]").selectOption({ index: 3 });
  await page.locator("[name=profession]").selectOption({ index: 1 });
  await page.locator("[name=proof]").first().check();
  await page.locator("[name=reason]").fill(CORPUS[1]);
  await page.locator("main form button[type=submit], main form button:not([type])").last().click();
  await expect(page.locator("main")).toContainText(CORPUS[0]);
}

/** Letters with the words that were typed, in a page that would run what is in them. */
async function openLetters(page: Page): Promise<void> {
  await open(page, "/admin/mail");
  const letters = await page.locator("a[href^='/admin/mail/']").evaluateAll((all) => all.map((one) => one.getAttribute("href") ?? ""));
  expect(letters.length).toBeGreaterThan(10);
  let told = 0;
  for (const letter of letters) {
    const html = await (await page.request.get(`${letter}/preview`)).text();
    if (html.includes("alert(1)")) told += 1;
    await page.goto("about:blank");
    await page.setContent(html);
    await expect(page.locator("script, img[src=x], iframe, [onerror], [onload], a[href^='javascript:']"), letter).toHaveCount(0);
  }
  expect(told).toBeGreaterThan(10);
}

/** The forms of the page that take a text, by their place. */
function fillable(page: Page): Promise<number[]> {
  return page.locator("main form").evaluateAll((forms, leftAlone) => {
    const places = forms.map((form, at) => ({ form: form as HTMLFormElement, at }));
    const taking = places.filter(({ form }) => form.querySelector("textarea, input:is([type=text], [type=search], [type=email], [type=url], [type=tel])"));
    return taking.filter(({ form }) => !new RegExp(leftAlone).test(new URL(form.getAttribute("action") ?? "", location.href).pathname)).map(({ at }) => at);
  }, LEFT_ALONE.source);
}

/** Fills a form of the page and sends it. A field that refuses all of it gets less, and then what it had, so that the rest is saved. */
async function submit(page: Page, at: number): Promise<"saved" | "refused"> {
  const form = page.locator("main form").nth(at);
  const had = await form.evaluate(values);
  const refusals: Record<string, number> = {};
  for (let round = 0; round < 5; round += 1) {
    const current = round === 0 ? form : page.locator("main form", { has: page.locator("[aria-invalid=true]") }).first();
    await current.evaluate(fill, { texts: [TEXT, CORPUS[round % CORPUS.length]], address: ADDRESS, refusals, had });
    await send(page, current);
    const refused = await page.locator("main form [aria-invalid=true]").evaluateAll((all) => [...new Set(all.map((one) => one.getAttribute("name") ?? ""))]);
    if (refused.length === 0) return (await page.locator("main [role=alert]").count()) === 0 ? "saved" : "refused";
    for (const name of refused) refusals[name] = (refusals[name] ?? 0) + 1;
  }
  return "refused";
}

/** Runs in the page: what stands in the fields of a form, for each name in their order. */
function values(form: Element): Record<string, string[]> {
  const had: Record<string, string[]> = {};
  for (const [name, value] of new FormData(form as HTMLFormElement)) (had[name] ??= []).push(String(value));
  return had;
}

interface Filling {
  texts: string[];
  address: string;
  refusals: Record<string, number>;
  had: Record<string, string[]>;
}

/** Runs in the page: types into every field for text. */
function fill(form: Element, { texts, address, refusals, had }: Filling): void {
  if (!(form instanceof HTMLFormElement)) return;
  form.noValidate = true;
  const places: Record<string, number> = {};
  for (const field of form.elements) {
    const isLine = field instanceof HTMLInputElement && ["text", "search", "email", "url", "tel"].includes(field.type);
    if (!(isLine || field instanceof HTMLTextAreaElement) || field.readOnly || field.disabled) continue;
    // These need another choice beside them.
    if (["statement", "credits", "accredited_by", "portrait_description"].includes(field.name)) continue;
    const place = (places[field.name] = (places[field.name] ?? -1) + 1);
    const text = texts[refusals[field.name] ?? 0];
    const typed = text !== undefined && isLine && field.type === "email" ? address : text;
    field.value = typed === undefined ? (had[field.name]?.[place] ?? "") : field.maxLength > 0 ? typed.slice(0, field.maxLength) : typed;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

/** Presses the button of a form, and waits for the page that comes, or for what a script makes of it. */
async function send(page: Page, form: ReturnType<Page["locator"]>): Promise<void> {
  await page.evaluate(() => (document.documentElement.dataset.sent = ""));
  await form.evaluate((form: HTMLFormElement) => {
    const buttons = [...form.elements].filter((one): one is HTMLButtonElement => one instanceof HTMLButtonElement && one.type === "submit");
    form.requestSubmit(buttons.find((button) => button.classList.contains("button--primary")) ?? buttons.at(-1));
  });
  await page.waitForFunction(() => document.documentElement.dataset.sent === undefined, undefined, { timeout: 1_500 }).catch(() => undefined);
  await alive(page);
}

async function release(page: Page): Promise<void> {
  await open(page, "/admin/release");
  const name = page.getByLabel("Name of the release");
  if ((await name.count()) === 0) return;
  await name.fill(CORPUS[2]);
  await page.getByRole("button", { name: "Release", exact: true }).click();
  await expect(page.locator(".desk-done")).toContainText("Released as number");
}
