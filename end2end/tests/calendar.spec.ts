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
  const starts = all.map((entry) => entry.get("DTSTART;TZID=Europe/Rome") ?? entry.get("DTSTART;VALUE=DATE"));
  expect(starts, "by the clocks in Rome").toEqual(["20220506", "20221012T180000", "20221109T180000", "20221206T130000"]);
  expect(all[0].get("DTEND;VALUE=DATE"), "the day after the last").toBe("20220508");
  expect(new Set(all.map((entry) => entry.get("UID"))).size).toBe(4);
  for (const entry of all) {
    expect(entry.get("DTSTAMP")).toMatch(/^\d{8}T\d{6}Z$/);
    expect(entry.get("SEQUENCE")).toBe("0");
  }
  expect(await (await request.get("/calendar/programme.ics")).text(), "the same again, byte for byte").toBe(await answer.text());
  const known = { "If-None-Match": answer.headers().etag };
  expect((await request.get("/calendar/programme.ics", { headers: known })).status(), "nothing new").toBe(304);
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
    expect(entry.get("DTSTART;TZID=Europe/Rome")).toBe("20240330T200000");
    expect(entry.get("DTEND;TZID=Europe/Rome")).toBe("20240330T204500");
    expect(entry.get("LOCATION")).toBe("Aula Magna");
  });
});
