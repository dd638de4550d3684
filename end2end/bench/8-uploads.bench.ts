// A file of 1 GB that is sent while both ends die again and again.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "../support/fresh.ts";
import { hashOfAnswer, hashOfFile, sendThrough, writeRecording } from "../support/interrupted.ts";
import { becomeAdministrator } from "../support/staff.ts";
import { report } from "./figure.ts";

const GIGABYTE = 1_000_000_000;
const KILLS = 10;

test("1 GB with ten kills of the server and ten of the page", async ({ page, context, site, watched }, testInfo) => {
  // What a browser says of a server that is not there.
  watched.allow(/ERR_|Failed to load resource|status 4(09|23)/);
  const folder = mkdtempSync(join(tmpdir(), "continuum-bench-upload-"));
  try {
    const file = join(folder, "Long talk.mp4");
    await writeRecording(file, GIGABYTE);
    await becomeAdministrator(page, site);
    const begun = performance.now();
    const address = await sendThrough({ context, site, file, kills: { server: KILLS, page: KILLS }, throughput: 32 * 1024 * 1024 });
    const seconds = (performance.now() - begun) / 1_000;
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    const [sent, kept] = [await hashOfFile(file), await hashOfAnswer(address, cookie)];
    report(testInfo, {
      what: `upload of 1 GB with ${KILLS} kills of the server and ${KILLS} of the page`,
      must: "same SHA-256, no manual step",
      measured: `${sent === kept ? "the same" : "another one"}, after ${seconds.toFixed(0)} s`,
      holds: sent === kept,
      how: "Chromium at 32 MiB/s; the server by SIGKILL and started again within a second, the page closed, opened again and given the same file; by turns at random places of twenty equal parts; what the server sends then, compared with the file",
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
