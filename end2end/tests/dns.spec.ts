// Whether mail of the sender's domain arrives, as its DNS says it: by keyboard, with and without scripts, on a narrow screen; then a
// setting that is changed, found among the changes, and set back there.

import { violations } from "../support/axe.ts";
import { startNameServer } from "../support/name_server.ts";
import { quiet, startServer } from "../support/server.ts";
import { expect, test as base } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

const test = base.extend({
  site: async ({}, use) => {
    const names = await startNameServer([
      { name: "example.org", type: "MX", text: "mail.example.org" },
      { name: "example.org", type: "TXT", text: "v=spf1 mx -all" },
      { name: "example.org", type: "TXT", text: "v=spf1 ip4:192.0.2.7 ~all" },
      { name: "_dmarc.example.org", type: "TXT", text: "v=DMARC1; p=none" },
    ]);
    const server = await startServer("first", quiet.first, ["--dns-server", names.address]);
    await use(server);
    await server.stop();
    names.stop();
  },
});

test.use({ byKeyboard: true });

test("the DNS of the sender is looked at, with what to do", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  // Sent back once, on purpose.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/settings");
  await expect(page.getByText("This page was asked for by that address")).toBeVisible();
  await page.getByLabel("Domain of the sender").fill("example");
  await page.getByLabel("Domain of the sender").press("Enter");
  await expect(page).toHaveURL("/admin/settings/dns");
  await expect(page.locator("#domain-error")).toContainText("Enter a domain");
  await expect(page.getByLabel("Domain of the sender")).toHaveValue("example");
  await page.getByLabel("Domain of the sender").fill("example.org");
  await page.getByLabel("DKIM selector").fill("s1");
  await page.getByRole("button", { name: "Check the DNS" }).focus();
  await page.keyboard.press("Enter");

  const finding = (of: string) => page.locator(`[data-dns="${of}"]`);
  await expect(finding("mx")).toContainText("in order");
  await expect(finding("spf")).toContainText("There are 2 records");
  await expect(finding("spf").locator("code").last()).toHaveText("v=spf1 mx ip4:192.0.2.7 ~all");
  await expect(finding("dkim")).toContainText("There is no key at s1._domainkey.example.org");
  await expect(finding("dmarc")).toContainText("could be better");
  await expect(finding("site")).toContainText("no name to look for");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
  if (scripted) expect(await violations(page)).toEqual([]);
});

test("the zone is set, stands among the changes and is set back there", { tag: "@everyone" }, async ({ page, site, visit, scripted }) => {
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/settings");
  await page.getByLabel("Zone of the site").fill("Europe/Brussels");
  await page.getByLabel("Zone of the site").press("Enter");
  await expect(page.getByText("Saved. It holds from now on.")).toBeVisible();
  await expect(page.getByText("It is Europe/Brussels now.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.setViewportSize({ width: 320, height: 740 });
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);

  await visit("/admin/changes");
  await page.getByText("Before and after").click();
  await expect(page.locator(".desk-change ins")).toContainText("Europe/Brussels");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByRole("button", { name: "Undo: Changed: Time zone" }).click();
  await expect(page.getByText("Set back to what it was before.")).toBeVisible();
  await visit("/admin/settings");
  await expect(page.getByText("It is Europe/Rome now.")).toBeVisible();
});
