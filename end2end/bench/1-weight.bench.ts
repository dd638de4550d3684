// What travels before the first view.

import { hasLargeSchedule, test, whyNoLargeSchedule } from "../support/site.ts";
import { parts, transferred } from "../support/transfer.ts";
import { report } from "./figure.ts";

const kibibytes = (bytes: number) => `${(bytes / 1024).toFixed(1)} KiB`;
const HOW = "length of the body as served to a client that takes brotli";

test("first public view", async ({ site, page, visit, watched }, testInfo) => {
  const { module, script, style } = await parts(site.url);
  for (const [what, path, most] of [
    ["main WASM, brotli", module, 220],
    ["JS glue, brotli", script, 20],
    ["CSS, brotli", style, 20],
    ["HTML of the seeded programme, brotli", "/programme", 30],
    ["HTML of the home page, brotli", "/", 30],
  ] as const) {
    const { bytes, encoding } = await transferred(site.url + path);
    report(testInfo, { what, must: `≤ ${most} KiB`, measured: kibibytes(bytes), holds: encoding === "br" && bytes <= most * 1024, how: HOW });
  }
  const types: string[] = [];
  page.on("request", (request) => types.push(request.resourceType()));
  await visit("/programme");
  const fonts = types.filter((type) => type === "font").length;
  const others = watched.requests.filter((url) => !url.startsWith(site.url)).length;
  report(testInfo, { what: "fonts, third-party requests", must: "0, 0", measured: `${fonts}, ${others}`, holds: fonts + others === 0, how: `requests of Chromium until the page is alive (${types.length} in all)` });
});

test.describe("the large conference", () => {
  test.use({ programme: "large" });
  test.skip(!hasLargeSchedule, whyNoLargeSchedule);

  test("one day", async ({ site }, testInfo) => {
    for (const day of ["2021-02-06", "2021-02-07"]) {
      const { bytes, encoding } = await transferred(`${site.url}/programme/${day}`);
      report(testInfo, { what: `FOSDEM 2021, page of ${day}, brotli`, must: "≤ 60 KiB", measured: kibibytes(bytes), holds: encoding === "br" && bytes <= 60 * 1024, how: HOW });
    }
  });
});
