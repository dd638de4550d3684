// Journeys by the keyboard alone: what a test presses, checks or chooses is focused and then pressed by its key, and only if it
// stands in the order of the Tab key (WCAG 2.1.1); that nothing holds the focus is seen by `keyboard.spec.ts`. With `test.use({ byKeyboard: true })`; the same journeys go by pointer where scripts are off.

import { expect, type BrowserContext, type Locator, type Page } from "@playwright/test";

const keyed = new WeakSet<BrowserContext>();
let isPatched = false;

/** From now on the pages of this page's context are used without a pointer. */
export function useKeyboard(page: Page): void {
  keyed.add(page.context());
  if (isPatched) return;
  isPatched = true;
  const locators = Object.getPrototypeOf(page.locator("html")) as Locator;
  const { click, check, uncheck, selectOption } = locators;
  const applies = (locator: Locator) => keyed.has(locator.page().context());
  locators.click = async function (options) {
    return applies(this) && !options?.trial ? press(this) : click.call(this, options);
  };
  locators.check = async function (options) {
    if (!applies(this)) return check.call(this, options);
    if (!(await this.isChecked())) await press(this);
    await expect(this).toBeChecked();
  };
  locators.uncheck = async function (options) {
    if (!applies(this)) return uncheck.call(this, options);
    if (await this.isChecked()) await press(this);
    await expect(this).not.toBeChecked();
  };
  locators.selectOption = async function (values, options) {
    if (!applies(this)) return selectOption.call(this, values, options);
    return choose(this, values);
  };
}

/** Focuses what has the key, which is the thing itself or what it stands in or names, and presses that key. */
async function press(locator: Locator): Promise<void> {
  await expect(locator).toBeVisible();
  const key = await locator.evaluate((element) => {
    const label = element.closest("label");
    const target = label?.control ?? element.closest<HTMLElement>("a[href], button, summary, input, select, textarea, [tabindex]");
    if (!target) throw new Error(`no key presses ${element.outerHTML.slice(0, 200)}`);
    if (target.tabIndex < 0 || target.matches(":disabled") || target.closest("[inert]")) throw new Error(`the Tab key does not come to ${target.outerHTML.slice(0, 200)}`);
    target.focus();
    if (document.activeElement !== target) throw new Error(`no focus for ${target.outerHTML.slice(0, 200)}`);
    return target instanceof HTMLInputElement && ["checkbox", "radio"].includes(target.type) ? "Space" : "Enter";
  });
  // Through a locator, which waits for the page that this may lead to.
  await locator.page().locator(":focus").press(key);
}

/** Goes through the choices of a field from the first one on. */
async function choose(locator: Locator, wanted: Parameters<Locator["selectOption"]>[0]): Promise<string[]> {
  const { found, place } = await locator.evaluate((field, wanted) => {
    if (!(field instanceof HTMLSelectElement)) throw new Error("no field to choose from");
    if (field.tabIndex < 0 || field.disabled) throw new Error(`the Tab key does not come to ${field.name}`);
    const options = [...field.options];
    const { value, label, index } = typeof wanted === "string" ? { value: wanted, label: wanted } : (wanted as { value?: string; label?: string; index?: number });
    const found = index ?? options.findIndex((option) => (value !== undefined && option.value === value) || (label !== undefined && option.label === label));
    if (found < 0) throw new Error(`${field.name} has no such choice`);
    field.focus();
    // Choices that cannot be chosen are passed over by the keys.
    return { found, place: options.slice(0, found).filter((option) => !option.disabled).length };
  }, wanted as unknown);
  const { keyboard } = locator.page();
  await keyboard.press("Home");
  for (let step = 0; step < place; step += 1) await keyboard.press("ArrowDown");
  const { chosen, value } = await locator.evaluate((field: HTMLSelectElement) => ({ chosen: field.selectedIndex, value: field.value }));
  expect(chosen, "the keys lead to the choice that was meant").toBe(found);
  return [value];
}
