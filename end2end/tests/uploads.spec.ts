// A long file arrives whole, whatever ends meanwhile.

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "../support/fresh.ts";
import { hashOfAnswer, hashOfFile, sendThrough, writeRecording } from "../support/interrupted.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test("a long file arrives whole although the page and the server end while it is sent", async ({ page, context, site, watched }) => {
  test.slow();
  // What a browser says of a server that is not there.
  watched.allow(/ERR_|Failed to load resource|status 4(09|23)/);
  const folder = mkdtempSync(join(tmpdir(), "continuum-e2e-upload-"));
  try {
    const file = join(folder, "Long talk.mp4");
    await writeRecording(file, 48 * 1024 * 1024);
    await becomeAdministrator(page, site);
    const address = await sendThrough({ context, site, file, kills: { server: 2, page: 2 }, throughput: 8 * 1024 * 1024 });
    const cookie = (await context.cookies()).map(({ name, value }) => `${name}=${value}`).join("; ");
    expect(await hashOfAnswer(address, cookie)).toBe(await hashOfFile(file));
    // It was one upload all along.
    await page.goto("/admin/media");
    await expect(page.locator(".card")).toHaveCount(1);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
