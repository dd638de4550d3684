// Many who watch one long recording at once, beside others who read pages.

import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { Agent } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { test } from "../support/fresh.ts";
import { sendThrough, writeRecording } from "../support/interrupted.ts";
import { nameRecording, releaseAll } from "../support/library.ts";
import { becomeAdministrator } from "../support/staff.ts";
import { median, percentile, quietMachine, report } from "./figure.ts";
import { ask, residentMebibytes } from "./load.ts";

const LENGTH = 2_000_000_000;
const VIEWERS = 200;
/** What a talk in 720 lines takes: 2.5 Mbit/s. */
const PACE = 312_500;
const ROUNDS = 3;
const PAGES = 400;

test("200 viewers of a recording of 2 GB beside pages", async ({ page, context, site }, testInfo) => {
  await becomeAdministrator(page, site);
  const folder = mkdtempSync(join(tmpdir(), "continuum-bench-streams-"));
  const file = join(folder, "Long talk.mp4");
  let address = "";
  try {
    await writeRecording(file, LENGTH);
    expect(statSync(file).size).toBe(LENGTH);
    address = await sendThrough({ context, site, file, kills: { server: 0, page: 0 }, throughput: -1 });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const received = residentMebibytes(site.pid, "VmHWM");
  // A report becomes a recording that everybody may see.
  const recording = await nameRecording(page);
  await releaseAll(page, "A recording");
  await page.close();

  await quietMachine();
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  let asked = 0;
  /** The slowest hundredth of pages, half of which nobody has asked for before. */
  const pages = async (): Promise<number> => {
    const times: number[] = [];
    for (let number = 0; number < PAGES; number += 1) {
      asked += 1;
      const paths = ["/", `/programme?q=${asked}x`, recording, `/library?q=${asked}x`];
      const answer = await ask(site.url + paths[number % paths.length], agent);
      expect(answer.status).toBe(200);
      times.push(answer.milliseconds);
    }
    return percentile(times, 99);
  };
  await pages();
  const [alone, beside, memory]: number[][] = [[], [], []];
  const told: { megabytes: number; slowest: number; failures: string[] }[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    alone.push(await pages());
    const streams = spawn(process.execPath, [join(import.meta.dirname, "streams.mjs"), address, String(VIEWERS), String(PACE), String(LENGTH)], { stdio: ["pipe", "pipe", "inherit"] });
    let said = "";
    streams.stdout.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((done) => streams.on("exit", done));
    const sampling = setInterval(() => memory.push(residentMebibytes(site.pid)), 250);
    try {
      await new Promise((later) => setTimeout(later, 3_000));
      beside.push(await pages());
      await new Promise((later) => setTimeout(later, 5_000));
    } finally {
      clearInterval(sampling);
      streams.stdin.end();
      await ended;
    }
    told.push(JSON.parse(said) as (typeof told)[number]);
  }
  agent.destroy();
  const how = `${VIEWERS} viewers in a process of their own, each from a random byte of 2 GB on at 2.5 Mbit/s, ${ROUNDS} times; ${PAGES} pages one after the other without and with them, half of them never asked for before`;
  const [quietly, busily] = [median(alone), median(beside)];
  report(testInfo, { what: "pages beside 200 streams", must: "p99 ≤ 2 × without", measured: `p99 ${quietly.toFixed(1)} → ${busily.toFixed(1)} ms (${(busily / quietly).toFixed(1)} ×)`, holds: busily <= 2 * quietly, how });
  const slowest = Math.min(...told.map((round) => round.slowest));
  const failures = told.flatMap((round) => round.failures);
  const rate = told.map((round) => round.megabytes.toFixed(0)).join(", ");
  report(testInfo, { what: "what the slowest of 200 viewers got", must: "all that it plays", measured: `${(slowest * 100).toFixed(0)} %, ${failures.length} broken off; ${rate} MB in all`, holds: slowest >= 0.95 && failures.length === 0, how });
  const most = Math.max(...memory);
  report(testInfo, { what: "memory beside 200 streams of 2 GB", must: "≤ 150 MiB", measured: `${most.toFixed(0)} MiB`, holds: most <= 150, how: "the most of VmRSS, looked at every 250 ms" });
  report(testInfo, { what: "memory while 2 GB were received and put together", must: "≤ 150 MiB", measured: `${received.toFixed(0)} MiB`, holds: received <= 150, how: "VmHWM after that" });
});
