// A long file that is sent while the page that sends it and the server that takes it end again and again.

import { createCipheriv, createHash, randomBytes } from "node:crypto";
import { createReadStream, createWriteStream, readFileSync } from "node:fs";
import { get } from "node:http";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { expect, type BrowserContext, type Page } from "@playwright/test";
import { visit } from "./site.ts";
import type { Server } from "./server.ts";

const talk = join(import.meta.dirname, "talk.mp4");

/** Writes a recording of so many bytes: a short talk and a box that players skip (ISO/IEC 14496-12, 8.1.2), full of bytes that
 * nobody could guess. */
export async function writeRecording(path: string, bytes: number): Promise<void> {
  const begin = readFileSync(talk);
  const box = Buffer.alloc(16);
  box.writeUInt32BE(1, 0);
  box.write("free", 4, "latin1");
  box.writeBigUInt64BE(BigInt(bytes - begin.length), 8);
  const noise = createCipheriv("aes-128-ctr", randomBytes(16), randomBytes(16));
  const blank = Buffer.alloc(1024 * 1024);
  async function* content() {
    yield Buffer.concat([begin, box]);
    for (let left = bytes - begin.length - box.length; left > 0; left -= blank.length) {
      yield noise.update(blank.subarray(0, Math.min(left, blank.length)));
    }
  }
  await pipeline(Readable.from(content()), createWriteStream(path));
}

/** The SHA-256 of a file here. */
export async function hashOfFile(path: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(path), hash);
  return hash.digest("hex");
}

/** The SHA-256 of what a server sends. */
export function hashOfAnswer(url: string, cookie: string): Promise<string> {
  return new Promise((done, failed) => {
    get(url, { headers: { cookie } }, (response) => {
      const hash = createHash("sha256");
      response.on("data", (chunk: Buffer) => hash.update(chunk));
      response.on("end", () => (response.statusCode === 200 ? done(hash.digest("hex")) : failed(new Error(`${url} answered ${response.statusCode}`))));
      response.on("error", failed);
    }).on("error", failed);
  });
}

export interface Interrupted {
  context: BrowserContext;
  site: Server;
  /** The file to be sent. */
  file: string;
  /** How often the server ends without warning, and how often the page that sends; by turns. */
  kills: { server: number; page: number };
  /** Bytes a second that the page may send, so that there is time to end it. */
  throughput: number;
}

/** Sends a file from the page for that, whatever happens; the address of what the server has then. A page that was ended is
 * opened again and the same file is chosen in it: no browser lets a page read a file that nobody chose. */
export async function sendThrough({ context, site, file, kills, throughput }: Interrupted): Promise<string> {
  const begin = async (): Promise<Page> => {
    const page = await context.newPage();
    const session = await context.newCDPSession(page);
    await session.send("Network.emulateNetworkConditions", { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: throughput });
    await visit(page, "/admin/media");
    await page.locator("input[type=file]").setInputFiles(file);
    await page.getByRole("button", { name: "Send the file" }).click();
    // From now on, until it is over.
    await expect(page.locator("[data-upload-said]")).toBeVisible({ timeout: 60_000 });
    return page;
  };
  const turns = Math.max(kills.server, kills.page);
  const ends = Array.from({ length: turns }, (_, turn) => [turn < kills.server ? "server" : "", turn < kills.page ? "page" : ""]);
  const all = ends.flat().filter((end) => end !== "");
  // Somewhere in each of as many equal parts of the file.
  const places = all.map((_, turn) => ((turn + 0.2 + Math.random() * 0.6) / (all.length + 1)) * 100);
  let page = await begin();
  for (const [turn, end] of all.entries()) {
    await expect.poll(() => percent(page), { timeout: 60_000, intervals: [50] }).toBeGreaterThanOrEqual(Math.floor(places[turn]));
    if (end === "page") {
      await page.close();
      page = await begin();
    } else {
      await site.kill();
      await new Promise((later) => setTimeout(later, Math.random() * 1_000));
      await site.again();
    }
  }
  // The page comes again by itself once all is sent.
  await expect(page.locator("[data-upload-said]")).toBeHidden({ timeout: 300_000 });
  const card = page.locator(".card").first();
  await expect(async () => {
    await visit(page, "/admin/media");
    await expect(card).toContainText("Ready", { timeout: 1_000 });
  }).toPass({ timeout: 120_000 });
  const address = await card.locator("a[href^='/media/']").first().getAttribute("href");
  await page.close();
  return `${site.url}${address}`;
}

/** How much the page says is there. */
async function percent(page: Page): Promise<number> {
  const said = await page.locator("[data-upload-said]").textContent({ timeout: 5_000 });
  return Number(said?.match(/(\d+)/)?.[1] ?? -1);
}
