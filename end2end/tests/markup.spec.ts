// The HTML as the server sends it: well formed, so that the browser finds the tree that hydration expects.

import { publicPages } from "../support/public_pages.ts";
import { expect, test } from "../support/site.ts";

const VOID = new Set("area base br col embed hr img input link meta source track wbr".split(" "));
const BLOCK = new Set("address article aside blockquote details dialog div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section table ul".split(" "));

/** What is wrong with a document, found without a browser, which would silently mend it. */
function faults(html: string): string[] {
  const found: string[] = [];
  const open: string[] = [];
  const ids = new Set<string>();
  let level = 0;
  const text = html.replace(/<!--.*?-->/gs, "").replace(/(<(script|style)\b[^>]*>).*?(<\/\2>)/gs, "$1$3");
  for (const [, slash, name, attributes] of text.matchAll(/<(\/?)([a-zA-Z][\w-]*)((?:[^>"']|"[^"]*"|'[^']*')*)>/g)) {
    const tag = name.toLowerCase();
    const inside = open.at(-1) ?? "";
    if (slash) {
      if (inside !== tag) found.push(`</${tag}> closes <${inside}>`);
      open.pop();
      continue;
    }
    const id = attributes.match(/\sid="([^"]*)"/)?.[1];
    if (id !== undefined && ids.has(id)) found.push(`id ${id} twice`);
    if (id) ids.add(id);
    if (["a", "button", "form", "label"].includes(tag) && open.includes(tag)) found.push(`<${tag}> in <${tag}>`);
    if (["a", "button", "input", "select"].includes(tag) && open.some((holder) => holder === "a" || holder === "button")) found.push(`<${tag}> in a link or button`);
    if (BLOCK.has(tag) && ["p", "h1", "h2", "h3", "h4", "span", "summary"].includes(inside)) found.push(`<${tag}> in <${inside}>`);
    if (tag === "tr" && !["thead", "tbody", "tfoot"].includes(inside)) found.push(`<tr> in <${inside}>`);
    if (["ul", "ol"].includes(inside) && !["li", "script", "template"].includes(tag)) found.push(`<${tag}> in <${inside}>`);
    if (/\sstyle="/.test(attributes)) found.push(`<${tag}> with a style attribute, which the policy blocks`);
    if (/^h[1-6]$/.test(tag)) {
      const next = Number(tag[1]);
      if (next > level + 1 && !open.includes("dialog")) found.push(`<${tag}> after <h${level}>`);
      if (!open.includes("dialog")) level = next;
    }
    if (!VOID.has(tag) && !attributes.endsWith("/")) open.push(tag);
  }
  if (open.length > 0) found.push(`never closed: ${open.join(" ")}`);
  return found;
}

test("the check itself finds faults", () => {
  expect(faults("<main><h1>A</h1><p>B</p></main>")).toEqual([]);
  expect(faults('<p><div id="a"></div></p>')).toEqual(["<div> in <p>"]);
  expect(faults("<a><b><a></a></b></a>")).toEqual(["<a> in <a>", "<a> in a link or button"]);
  expect(faults('<h1 id="a">A</h1><h3 id="a">B</h3>')).toEqual(["id a twice", "<h3> after <h1>"]);
  expect(faults("<ul><div></div></ul><section>")).toEqual(["<div> in <ul>", "never closed: section"]);
});

for (const [programme, path] of publicPages) {
  test.describe(`${programme} ${path}`, () => {
    test.use({ programme });

    test("is sound and complete", async ({ request, site }) => {
      const response = await request.get(path);
      const html = await response.text();
      expect(html).toMatch(/^<!DOCTYPE html><html lang="en"/);
      expect(html.trimEnd()).toMatch(/<\/html>$/);
      expect(faults(html)).toEqual([]);
      expect(html.match(/<h1\b/g)).toHaveLength(1);
      expect(html.match(/<main\b/g)).toHaveLength(1);
      expect(html.match(/<title>[^<]+<\/title>/g)).toHaveLength(1);
      for (const part of ['<meta name="description" content="[^"]+"', '<link[^>]* rel="canonical"', '<meta property="og:title" content="[^"]+"']) {
        expect(html.match(new RegExp(part, "g")) ?? [], part).toHaveLength(1);
      }
      expect(html).toContain(`<link href="${site.url}`);
      for (const [, data] of html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)) {
        expect(JSON.parse(data)).toHaveProperty(["@context"]);
      }
      const policy = response.headers()["content-security-policy"];
      expect(policy).toContain("default-src 'none'");
      expect(policy).not.toContain("unsafe-inline");
      expect(policy).not.toContain("'unsafe-eval'");
      expect(response.headers()["x-content-type-options"]).toBe("nosniff");
    });
  });
}

test("events carry structured data, and every page its own title", async ({ request }) => {
  const html = await (await request.get("/events/webinar-1")).text();
  const data = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map(([, text]) => text).join("");
  expect(data).toContain("2022-10-12T");
  const titles = new Set<string>();
  const paths = publicPages.filter(([programme, path]) => programme === "first" && !path.includes("?")).map(([, path]) => path);
  for (const path of paths) titles.add((await (await request.get(path)).text()).match(/<title>([^<]*)/)?.[1] ?? "");
  expect(titles.size).toBe(paths.length);
});
