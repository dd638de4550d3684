// What the first view of a public page costs, and that nothing of the editors' part comes with it.

import { alive, expect, test, visit as visitPage } from "../support/site.ts";
import { parts, transferred } from "../support/transfer.ts";

const KiB = 1024;

test("the first public view stays within its budget", async ({ site }) => {
  const { module, script, style } = await parts(site.url);
  for (const [path, most] of [
    [module, 220],
    [script, 20],
    [style, 20],
    ["/programme", 30],
    ["/", 30],
  ] as const) {
    const answer = await transferred(site.url + path);
    expect(answer.status, path).toBe(200);
    expect(answer.encoding, path).toBe("br");
    expect(answer.bytes, `${path} in bytes`).toBeLessThanOrEqual(most * KiB);
    if (path.startsWith("/pkg/")) {
      expect(path, "named by its content").toMatch(/\.[\w-]{8,}\.\w+$/);
      expect(answer.headers["cache-control"]).toContain("immutable");
    }
  }
});

test("no font, no third party, and few requests until the page is alive", async ({ page, visit, watched, site }) => {
  const types: string[] = [];
  page.on("request", (request) => types.push(request.resourceType()));
  await visit("/programme");
  expect(types.filter((type) => type === "font")).toEqual([]);
  expect(watched.requests.filter((url) => !url.startsWith(site.url))).toEqual([]);
  expect(watched.requests.length, watched.requests.join("\n")).toBeLessThanOrEqual(8);
  const modules = watched.requests.filter((url) => url.endsWith(".wasm"));
  expect(modules, "the preloaded module is the one that runs").toHaveLength(1);
});

test("no page of the public journey asks for a lazy chunk", async ({ page, watched, site }) => {
  const { module } = await parts(site.url);
  await visitPage(page, "/");
  for (const name of ["Programme", "Library", "People", "My agenda", "About"]) {
    await page.getByRole("navigation", { name: "Main" }).getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("link", { name, exact: true }).first()).toHaveAttribute("aria-current", "page");
    await alive(page);
  }
  for (const path of ["/events/webinar-1", "/people/sana-al-sukhun", "/topics/prevention"]) await visitPage(page, path);
  const modules = new Set(watched.requests.filter((url) => url.endsWith(".wasm")).map((url) => new URL(url).pathname));
  expect([...modules]).toEqual([module]);
});
