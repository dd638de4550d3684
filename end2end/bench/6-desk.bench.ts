// How fast the editors' desk is with a large conference in it: until a change is confirmed, and to its pages after it.

import { Agent, request } from "node:http";
import { test as fresh } from "../support/fresh.ts";
import { hasLargeSchedule, test, whyNoLargeSchedule } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";
import { median, percentile, quietMachine, report } from "./figure.ts";

/** Changes that are measured, and how many of them only warm up. */
const CHANGES = 65;
const WARM_UP = 5;
/** Within this a change has to be confirmed, in milliseconds. */
const MOST = 150;

interface Answer {
  status: number;
  location: string;
  body: string;
}

test.describe("the large conference", () => {
  test.use({ programme: "large" });
  test.skip(!hasLargeSchedule, whyNoLargeSchedule);

  test("an editor's desk", async ({ page, context, site }, testInfo) => {
    await becomeAdministrator(page, site);
    await page.goto("/admin/content/sessions");
    const path = (await page.locator(".desk-list__title").first().getAttribute("href")) ?? "";
    await page.goto("/admin");
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const { hostname, port } = new URL(site.url);
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = (path: string, form?: string): Promise<Answer> =>
      new Promise((answered, failed) => {
        const posted = { "content-type": "application/x-www-form-urlencoded", "content-length": form?.length ?? 0 };
        const headers = { cookie, origin: site.url, "sec-fetch-site": "same-origin", ...(form === undefined ? {} : posted) };
        const method = form === undefined ? "GET" : "POST";
        const sent = request({ hostname, port, path, method, headers, agent }, (response) => {
          let body = "";
          response.setEncoding("utf8");
          response.on("data", (chunk: string) => (body += chunk));
          response.on("end", () => answered({ status: response.statusCode ?? 0, location: response.headers.location ?? "", body }));
        });
        sent.on("error", failed);
        sent.end(form);
      });
    const pages = { "its form": path, "the front page": "/admin", "the page of the release": "/admin/release" };
    const times: Record<string, number[]> = {};
    const timed = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
      const begun = performance.now();
      const result = await act();
      (times[what] ??= []).push(performance.now() - begun);
      return result;
    };
    await quietMachine();
    for (let number = 0; number < CHANGES; number += 1) {
      if (number === WARM_UP) Object.values(times).forEach((list) => (list.length = 0));
      const base = (await send(path)).body.match(/name="_base" value="([^"]*)"/)?.[1] ?? "";
      const plain = base.replaceAll("&quot;", '"').replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
      const form = new URLSearchParams({ _base: plain, title: `Title ${number}` }).toString();
      const saved = await timed("a change", async () => send((await send(path, form)).location));
      if (saved.status !== 200 || !saved.body.includes(`Title ${number}`)) throw new Error(`change ${number} was not confirmed: ${saved.status}`);
      for (const [what, path] of Object.entries(pages)) {
        const answer = await timed(what, () => send(path));
        if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
      }
    }
    agent.destroy();
    for (const what of ["a change", ...Object.keys(pages)]) {
      const [p50, p95] = [median(times[what]), percentile(times[what], 95)];
      report(testInfo, {
        what: `desk with FOSDEM 2021: ${what}`,
        must: `p95 ≤ ${MOST} ms`,
        measured: `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`,
        holds: p95 <= MOST,
        how: `${CHANGES - WARM_UP} changes of a title after ${WARM_UP} to warm up, one at a time${what === "a change" ? "; from sending the form to the last byte of the page that confirms it" : ", asked for after each"}`,
      });
    }
  });
});

// On a server of its own, which nobody has set up yet.
fresh.describe("the large conference", () => {
  fresh.use({ showing: "large" });
  fresh.skip(!hasLargeSchedule, whyNoLargeSchedule);

  fresh("an editor's palette and rows, in a browser on a slow processor", async ({ page, context, site }, testInfo) => {
    await becomeAdministrator(page, site);
    await page.goto("/admin/content/sessions");
    await page.locator("[data-row-edit]").first().waitFor();
    await (await context.newCDPSession(page)).send("Emulation.setCPUThrottlingRate", { rate: 4 });
    await quietMachine();
    // Measured in the page, from the event to the frame after the one that shows it.
    await page.evaluate(() => {
      const until = (shows: () => boolean, begun: number) =>
        new Promise<number>((shown) => {
          const look = () => (shows() ? requestAnimationFrame(() => shown(performance.now() - begun)) : requestAnimationFrame(look));
          look();
        });
      const desk = {
        opens: async () => {
          const begun = performance.now();
          document.dispatchEvent(new KeyboardEvent("keydown", { key: "k", ctrlKey: true, bubbles: true }));
          return await until(() => document.querySelector("dialog.palette[open] [role=option]") !== null, begun);
        },
        saves: async (title: string) => {
          const form = document.querySelector<HTMLFormElement>("form[data-row-form]");
          const field = form?.querySelector<HTMLInputElement>("[name=title]");
          if (!form || !field) throw new Error("no row is open");
          document.querySelector("main .desk-done")?.remove();
          field.value = title;
          const begun = performance.now();
          form.requestSubmit();
          return await until(() => document.querySelector("main .desk-done") !== null, begun);
        },
      };
      Object.assign(window, { desk });
    });
    const measured = (what: string) =>
      page.evaluate((what) => {
        const { desk } = window as unknown as { desk: { opens: () => Promise<number>; saves: (title: string) => Promise<number> } };
        return what === "" ? desk.opens() : desk.saves(what);
      }, what);
    const [opened, saved]: number[][] = [[], []];
    for (let number = 0; number < 30; number += 1) {
      opened.push(await measured(""));
      await page.keyboard.press("Escape");
    }
    for (let number = 0; number < 30; number += 1) {
      await page.locator("[data-row-edit]").first().click();
      await page.locator("form[data-row-form] [name=title]").waitFor();
      saved.push(await measured(`A title ${number}`));
      // The list is put anew in its place after that.
      await page.locator(".desk-list__title", { hasText: `A title ${number}` }).first().waitFor();
      await page.waitForTimeout(400);
    }
    for (const [what, times, most, how] of [
      ["the palette opens", opened, 50, "30 times by its keys, to the frame after the one that shows its first lines"],
      ["a row is saved", saved, MOST, "30 times a title changed in its row, from sending to the frame after the one that confirms it"],
    ] as const) {
      const [p50, p95] = [median(times), percentile(times, 95)];
      report(testInfo, {
        what: `desk with FOSDEM 2021, Chromium, CPU 4 × slower: ${what}`,
        must: `p95 ≤ ${most} ms`,
        measured: `p50 ${p50.toFixed(0)} ms, p95 ${p95.toFixed(0)} ms`,
        holds: p95 <= most,
        how,
      });
    }
  });
});
