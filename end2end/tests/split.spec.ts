// Code that only some pages need is a module of its own, and no other page fetches it.

import { readFileSync, readdirSync, existsSync } from "node:fs";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "../support/site.ts";

const folder = join(import.meta.dirname, "../../target/site/pkg");

function manifest(): Record<string, string[]> {
  const name = readdirSync(folder).find((file) => /^__wasm_split_manifest.*\.json$/.test(file));
  expect(name, "the build writes a split manifest").toBeTruthy();
  return JSON.parse(readFileSync(join(folder, name ?? ""), "utf8"));
}

test("the split manifest names the registration form, and each of its modules is there", () => {
  const lazy = manifest();
  expect(Object.keys(lazy).some((name) => name.startsWith("registration_form"))).toBe(true);
  for (const modules of Object.values(lazy)) {
    for (const module of modules) expect(existsSync(join(folder, `${module}.wasm`)), module).toBe(true);
  }
});

test("only the page with the form fetches the form's module", async ({ page, visit }) => {
  const fetched: string[] = [];
  page.on("request", (request) => fetched.push(new URL(request.url()).pathname));
  const lazy = Object.values(manifest()).flat();
  for (const path of ["/", "/programme", "/events/webinar-1", "/library", "/people", "/agenda", "/about"]) await visit(path);
  expect(fetched.filter((path) => lazy.some((module) => path.includes(module)))).toEqual([]);
  await visit("/register/webinar-2");
  await expect.poll(() => fetched.some((path) => lazy.some((module) => path.includes(module)))).toBe(true);
});
