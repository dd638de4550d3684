// Watches a browser: whatever a page complains about fails the test, and so does a request to anyone else.

import { expect, type BrowserContext } from "@playwright/test";

/** What the pages of a context complained about. */
export class Watch {
  readonly complaints: string[] = [];
  readonly requests: string[] = [];
  readonly allowed: RegExp[] = [];

  /** Lets complaints of this kind pass, in a test that brings them about. */
  allow(complaint: RegExp): void {
    this.allowed.push(complaint);
  }

  expectQuiet(): void {
    const rest = this.complaints.filter((complaint) => !this.allowed.some((allowed) => allowed.test(complaint)));
    expect(rest, "pages must not complain").toEqual([]);
  }
}

/** Begins to watch every page that a context opens. */
export async function watch(context: BrowserContext, origin: string, scripted: boolean): Promise<Watch> {
  const found = new Watch();
  const note = (complaint: string) => found.complaints.push(complaint);
  // The policy's own event names the directive even where the console stays silent.
  await context.addInitScript(() => {
    addEventListener("securitypolicyviolation", (event) => {
      console.error(`CSP: ${event.violatedDirective} blocked ${event.blockedURI}`);
    });
  });
  context.on("console", (message) => {
    // Hydration warnings come here too: Leptos writes them as warnings or errors.
    const preloaded = !scripted && message.text().includes("was preloaded using link preload but not used");
    if (["error", "warning", "assert"].includes(message.type()) && !preloaded) note(`console ${message.type()}: ${message.text()}`);
  });
  context.on("weberror", (error) => note(`page error: ${error.error().message}`));
  context.on("request", (request) => {
    const url = new URL(request.url());
    found.requests.push(request.url());
    if (url.protocol.startsWith("http") && url.origin !== origin) note(`third-party request: ${request.url()}`);
  });
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A navigation gives up what the page it leaves still waited for.
    // Where scripts are switched off, Chromium reports that it did not fetch them.
    const unwanted = !scripted && reason === "csp" && request.url().endsWith(".js");
    if (reason !== "net::ERR_ABORTED" && !unwanted) note(`failed request: ${request.url()} ${reason}`);
  });
  context.on("response", (response) => {
    if (response.status() >= 400) note(`status ${response.status()}: ${response.url()}`);
  });
  return found;
}
