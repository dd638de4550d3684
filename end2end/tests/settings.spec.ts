// What administrators set, by keyboard alone, with and without scripts: a name that mails come from, and a colour that is taken only
// where it can be read.

import { violations } from "../support/axe.ts";
import { test } from "../support/fresh.ts";
import { expect } from "../support/site.ts";
import { becomeAdministrator } from "../support/staff.ts";

test.use({ byKeyboard: true, showing: "edited" });

test("the sender gets a name and the site a colour", { tag: "@everyone" }, async ({ page, site, visit, scripted, watched }) => {
  // Sent back twice, on purpose.
  watched.allow(/422/);
  await becomeAdministrator(page, site, scripted);
  await visit("/admin/settings");
  const desk = page.getByRole("navigation", { name: "Desk" });
  await expect(desk.getByRole("link", { name: "Settings" })).toHaveAttribute("aria-current", "page");
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.getByLabel("Name of the sender").focus();
  await page.keyboard.type("support@bank.example");
  await page.keyboard.press("Enter");
  await expect(page.locator("#sender_name-error")).toContainText("Leave out @");
  await expect(page.getByLabel("Name of the sender")).toHaveValue("support@bank.example");
  await page.getByLabel("Name of the sender").fill("Telemedicine webinars");
  await page.getByLabel("Name of the sender").press("Enter");
  await expect(page.getByText("Saved. It holds from now on.")).toBeVisible();

  await page.getByLabel("In the light theme").fill("#ffcc00");
  await page.getByLabel("In the dark theme").fill("#f0a8d0");
  await page.getByLabel("In the dark theme").press("Enter");
  await expect(page.locator("#accent_light-error")).toContainText("4.5 to 1 is needed");
  await expect(page.getByLabel("In the dark theme")).toHaveValue("#f0a8d0");
  if (scripted) expect(await violations(page)).toEqual([]);
  await page.getByLabel("In the light theme").fill("#7a1f5c");
  await page.getByLabel("In the light theme").press("Enter");
  await expect(page.getByText("Saved. It holds from now on.")).toBeVisible();
  if (scripted) expect(await violations(page)).toEqual([]);

  await page.emulateMedia({ colorScheme: "light" });
  await page.goto("/people");
  const brand = await page.evaluate(() => {
    const probe = document.createElement("i");
    probe.style.color = "var(--brand)";
    document.body.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  });
  expect(brand).toBe("rgb(122, 31, 92)");
  if (scripted) expect(await violations(page)).toEqual([]);
});
