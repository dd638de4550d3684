// A backup is made while the site is used, an administrator sees it, and what is put back from it is the site as it was.

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { pictures } from "../support/pictures.ts";
import { binary, quiet, startServer } from "../support/server.ts";
import { expect, visit as open } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ showing: "sample" });

const run = (...words: string[]): string =>
  execFileSync(binary, words, { encoding: "utf8", env: { ...process.env, RUST_LOG: "warn", DATABASE_URL: undefined, CONTINUUM_DATA: undefined } });

test("a backup is made beside a running site, seen at the desk, and put back elsewhere", async ({ page, site, visit, watched }, testInfo) => {
  // The other server is no stranger.
  watched.allow(/third-party request: http:\/\/127\.0\.0\.1/);
  const folder = mkdtempSync(join(tmpdir(), "continuum-backup-"));
  const backups = join(folder, "backups");
  await becomeAdministrator(page, site);
  await visit("/admin/system");
  await expect(page.getByText("No backup was made yet.")).toBeVisible();
  expect(run("backup", "--data", site.data, "--backup-to", backups)).toContain("checked");
  const [made = ""] = readdirSync(backups);
  await visit("/admin/system");
  await expect(page.getByText("No backup was made yet.")).toHaveCount(0);
  await expect(page.locator("dl.facts")).toContainText(`files, at ${join(backups, made)}`);
  // What the server does by itself is in order.
  const tasks = page.getByRole("region", { name: "Tasks" });
  await expect(tasks.getByRole("row", { name: /Keeping search in step/ })).toContainText("In order");
  expect(await violations(page)).toEqual([]);
  await pictures(page, testInfo, "system");

  // An empty database is not made to be copied, and nothing is put over what is there.
  const nowhere = join(folder, "nowhere");
  expect(() => run("backup", "--data", nowhere, "--backup-to", backups)).toThrow(/there is no database/);
  expect([existsSync(nowhere), readdirSync(backups)]).toEqual([false, [made]]);
  expect(() => run("restore", join(backups, made), "--data", site.data)).toThrow(/already/);
  const restored = join(folder, "restored");
  expect(run("restore", join(backups, made), "--data", restored)).toContain("secret.key");
  const other = await startServer("sample", quiet.sample, [], undefined, restored);
  await open(page, `${other.url}/library/sample-recording`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sample: how a recording looks here");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect.poll(() => page.locator("video").evaluate((video: HTMLVideoElement) => video.currentTime), { timeout: 30_000 }).toBeGreaterThan(1);
  // A page stops asking before its server goes.
  await page.goto("about:blank");
  await other.stop();
  rmSync(folder, { recursive: true, force: true });
});
