// Mistakes that others made with the same tools; each of these tests would see one of them again.

import { expect, test } from "../support/site.ts";

test.describe("text that tries to be markup", () => {
  test.use({ programme: "hostile" });

  test("stays text, on every page it is shown on", async ({ page, visit }) => {
    await visit("/programme");
    const links = await page.locator("main a[href^='/sessions/'], main a[href^='/events/']").evaluateAll((all) => all.map((link) => link.getAttribute("href") ?? ""));
    expect(links.length).toBeGreaterThan(1);
    for (const path of ["/", "/programme?view=grid", "/people", "/agenda", "/programme?q=%3C/script%3E%3Cscript%3Ewindow.attacked=10%3C/script%3E", ...links]) {
      await visit(path);
      expect(await page.evaluate(() => (window as { attacked?: number }).attacked), path).toBeUndefined();
      await expect(page.locator("main img, main [onclick], main a[href^='javascript:']")).toHaveCount(0);
    }
    await visit("/programme");
    await page.getByRole("link", { name: "</title><script>window.attacked=3</script> & more" }).first().click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("</title><script>window.attacked=3</script> & more");
    await expect(page).toHaveTitle(/^<\/title><script>window\.attacked=3<\/script> & more · /);
    await expect(page.getByText("Harmless words")).toBeVisible();
    await page.reload();
    await expect(page).toHaveTitle(/^<\/title><script>window\.attacked=3<\/script> & more · /);
  });
});

test("answers do not wait for the client’s acknowledgement (TCP_NODELAY)", async ({ site }) => {
  const times: number[] = [];
  for (let round = 0; round < 30; round += 1) {
    const sent = performance.now();
    await (await fetch(`${site.url}/about?round=${round}`)).text();
    times.push(performance.now() - sent);
  }
  times.sort((a, b) => a - b);
  expect(times[15], "median in milliseconds; without it 40 more").toBeLessThan(30);
});

test("data that a page asks for is not found where there is nothing, and never an error of ours", async ({ request }) => {
  const answer = await request.get("/api/page/event?slug=nowhere");
  expect(answer.status()).toBeLessThan(500);
  expect(await answer.text()).not.toMatch(/panicked|sqlx|src\//);
});

test("a form from another site is refused", async ({ request }) => {
  const headers = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
  const answer = await request.post("/preferences", { form: { theme: "dark", back: "/" }, headers, maxRedirects: 0 });
  expect(answer.status()).toBe(403);
});

test("nobody is sent elsewhere after a choice of colours", async ({ request }) => {
  for (const back of ["//evil.example", "https://evil.example", "/\\evil.example"]) {
    const answer = await request.post("/preferences", { form: { theme: "dark", back }, maxRedirects: 0 });
    expect(answer.status()).toBe(303);
    expect(answer.headers().location).toBe("/");
  }
});

test("a page is kept by its validator, and the same for everyone who asks alike", async ({ request }) => {
  const first = await request.get("/programme");
  const { etag, vary, "cache-control": cache } = first.headers();
  expect(etag).toMatch(/^W\/"[0-9a-f]+"$/);
  expect(vary).toContain("Cookie");
  expect(cache).toContain("must-revalidate");
  const again = await request.get("/programme", { headers: { "if-none-match": etag } });
  expect(again.status()).toBe(304);
  const dark = await request.get("/programme", { headers: { "if-none-match": etag, cookie: "theme=dark" } });
  expect(dark.status()).toBe(200);
});
