// What a list of 50,000 registrations costs the server when it is sent as a file.

import { Agent, get } from "node:http";
import { expect, type Page } from "@playwright/test";
import { test } from "../support/fresh.ts";
import { becomeAdministrator } from "../support/staff.ts";
import { quietMachine, report } from "./figure.ts";
import { residentMebibytes } from "./load.ts";

const LIST = 5_000;
const LISTS = 10;
const FORMATS = ["csv", "json", "xlsx"];
/** What a file may take, in MiB, once the server has sent one: what a page of the list is long, and what the allocator keeps. */
const FLAT = 10;
const event = "/admin/registrations/webinar-1";

test("exports of 50,000 registrations", async ({ page, context, site }, testInfo) => {
  await becomeAdministrator(page, site);
  const cookie = async () => (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
  const growth: Record<string, { first: number; again: number }[]> = Object.fromEntries(FORMATS.map((format) => [format, []]));
  const told: Record<string, string> = {};
  const measure = async () => {
    for (const format of FORMATS) {
      // Begun anew, so that all begin alike; and each member may take three files an hour.
      // A page of the desk would go on asking for what changes.
      await page.goto("about:blank");
      await site.kill();
      await site.again();
      await page.goto(event);
      await quietMachine();
      const send = async () => exported(`${site.url}${event}/export/registrations.${format}`, await cookie(), site.pid);
      // The first one takes as much of few as of many: probably what every connection keeps of the database.
      const [first, again] = [await send(), await send()];
      growth[format].push({ first: first.most - first.before, again: again.most - again.before });
      told[format] = `${again.before.toFixed(0)} → ${again.most.toFixed(0)} MiB, ${(again.bytes / 1e6).toFixed(1)} MB in ${again.seconds.toFixed(1)} s`;
    }
  };
  await register(page, 0);
  await measure();
  for (let list = 1; list < LISTS; list += 1) await register(page, list);
  await measure();
  for (const format of FORMATS) {
    const [few, many] = growth[format];
    report(testInfo, {
      what: `memory of an export of ${LIST * LISTS} registrations, ${format}`,
      must: "flat",
      measured: `+${many.again.toFixed(1)} MiB, ${told[format]} (the first since the server began +${many.first.toFixed(1)}; with a tenth of them +${few.again.toFixed(1)} and +${few.first.toFixed(1)})`,
      holds: many.again <= FLAT,
      how: `ten lists of ${LIST} people imported, the server begun anew for each; VmRSS before, and the most of it while the second file was read, looked at every 10 ms`,
    });
  }
});

/** Registers a list of invented people by the import. */
async function register(page: Page, list: number): Promise<void> {
  const people = Array.from({ length: LIST }, (_, index) => {
    const number = list * LIST + index;
    return `Maria Rossi ${number},person${number}@ospedale${number % 97}.example,IT,oncologist,Ospedale Universitario ${number % 411}`;
  });
  const buffer = Buffer.from(["name,email,country,profession,organisation", ...people].join("\n"));
  await page.goto(`${event}/import`);
  await page.locator("input[name=file]").setInputFiles({ name: `list-${list}.csv`, mimeType: "text/csv", buffer });
  await page.locator("input[name=proof][value=given]").check();
  await page.locator("input[name=reason]").fill("Measured");
  await page.getByRole("button", { name: "Show what it would do" }).click();
  await page.getByRole("button", { name: /^Register 5,?000 people$/ }).click();
  await expect(page.getByText(/5,?000 people were registered\./)).toBeVisible({ timeout: 120_000 });
}

interface Exported {
  before: number;
  most: number;
  bytes: number;
  seconds: number;
}

function exported(url: string, cookie: string, pid: number): Promise<Exported> {
  const agent = new Agent();
  const begun = performance.now();
  const before = residentMebibytes(pid);
  let [most, bytes] = [before, 0];
  const sampling = setInterval(() => (most = Math.max(most, residentMebibytes(pid))), 10);
  return new Promise<Exported>((done, failed) => {
    const request = get(url, { agent, headers: { cookie } }, (response) => {
      expect(response.statusCode).toBe(200);
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => done({ before, most, bytes, seconds: (performance.now() - begun) / 1_000 }));
      response.on("error", failed);
    });
    request.on("error", failed);
  }).finally(() => {
    clearInterval(sampling);
    agent.destroy();
  });
}
