// Calendar files, as a calendar reads them (RFC 5545).

import { expect, test } from "../support/site.ts";

/** The properties of each entry, unfolded. */
function entries(file: string): Map<string, string>[] {
  expect(file).toMatch(/^BEGIN:VCALENDAR\r\n/);
  expect(file).toMatch(/END:VCALENDAR\r\n$/);
  for (const line of file.split("\r\n")) expect(Buffer.byteLength(line), line).toBeLessThanOrEqual(75);
  const text = file.replaceAll("\r\n ", "");
  for (const property of ["VERSION:2.0", "PRODID:"]) expect(text).toContain(`\r\n${property}`);
  return [...text.matchAll(/BEGIN:VEVENT\r\n(.*?)END:VEVENT\r\n/gs)].map(([, body]) => {
    const lines = body.trimEnd().split("\r\n");
    return new Map(lines.map((line) => [line.split(":")[0], line.slice(line.indexOf(":") + 1)]));
  });
}

test("the programme’s calendar holds every event, at the right hour in winter too", async ({ request }) => {
  const answer = await request.get("/calendar/programme.ics");
  expect(answer.headers()["content-type"]).toBe("text/calendar; charset=utf-8");
  const all = entries(await answer.text());
  expect(all.map((entry) => entry.get("DTSTART") ?? entry.get("DTSTART;VALUE=DATE"))).toEqual(["20220506", "20221012T160000Z", "20221109T170000Z", "20221206T120000Z"]);
  expect(all[0].get("DTEND;VALUE=DATE"), "the day after the last").toBe("20220508");
  expect(new Set(all.map((entry) => entry.get("UID"))).size).toBe(4);
  for (const entry of all) expect(entry.get("DTSTAMP")).toMatch(/^\d{8}T\d{6}Z$/);
  expect(await (await request.get("/calendar/programme.ics")).text(), "the same again, byte for byte").toBe(await answer.text());
});

test("an event’s page offers its calendar entry", { tag: "@everyone" }, async ({ page, visit, request, site }) => {
  await visit("/events/webinar-2");
  const address = await page.getByRole("link", { name: "Add to calendar" }).getAttribute("href");
  const [entry, ...more] = entries(await (await request.get(address ?? "")).text());
  expect(more).toEqual([]);
  expect(entry.get("SUMMARY")).toContain("Webinar 2");
  expect(entry.get("URL") ?? entry.get("URL;VALUE=URI")).toBe(`${site.url}/events/webinar-2`);
  expect((await request.get("/calendar/events/nowhere.ics")).status()).toBe(404);
});

test.describe("a session", () => {
  test.use({ programme: "conference" });

  test("has an entry with its room", async ({ request }) => {
    const [entry] = entries(await (await request.get("/calendar/sessions/nightschool-1-what-telemonitoring-asks-of-a-ward.ics")).text());
    expect(entry.get("DTSTART")).toBe("20240330T190000Z");
    expect(entry.get("DTEND")).toBe("20240330T194500Z");
    expect(entry.get("LOCATION")).toBe("Aula Magna");
  });
});
