// Servers for the tests: the release binary on a free port, on data of its own, at an instant of its own.

import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

const target = process.env.CARGO_TARGET_DIR ? resolve(process.env.CARGO_TARGET_DIR) : join(repository, "target");
export const binary = process.env.CONTINUUM_BINARY ?? join(target, "release/continuum");

/** What a server shows: the first programme, a small conference of our own, or a large one that is not
 * ours to ship; `sample` is the first one with the sample recording. */
export type Programme = "first" | "conference" | "large" | "hostile" | "edited" | "asking" | "sample";

const schedules = process.env.CONTINUUM_SCHEDULES ?? join(repository, "../../shared/data/schedules");
const nearby = [schedules, join(repository, "../shared/data/schedules")];
const large = nearby.map((folder) => join(folder, "fosdem_2021.xml")).find((file) => existsSync(file));

/** Whether the large schedule is on this machine. */
export const hasLargeSchedule = large !== undefined;
export const whyNoLargeSchedule = "fosdem_2021.xml is in none of: " + nearby.join(", ");

/** The first programme after an editor gave an event and a person other addresses, and a webinar a single place. */
function edited(): string {
  const text = readFileSync(join(repository, "programmes/telemedicine-phase-2.toml"), "utf8");
  const event = text.replace('slug = "webinar-1"\n', 'slug = "webinar-1"\nformer_slugs = ["first-webinar"]\n');
  const person = event.replace('name = "Oriana Ciani"\n', 'name = "Oriana Ciani"\nformer_slugs = ["o-ciani"]\n');
  const [before, after] = person.split('slug = "webinar-3"\n');
  const limited = after.replace("registration = { offered = true }", "registration = { offered = true, capacity = 1 }");
  const file = join(importedFolder, `edited-${process.pid}.toml`);
  mkdirSync(importedFolder, { recursive: true });
  writeFileSync(file, `${before}slug = "webinar-3"\n${limited}`);
  return file;
}

/** The first programme after an editor wrote questions: three for a webinar, and more than one page holds for another. */
function asking(): string {
  const text = readFileSync(join(repository, "programmes/telemedicine-phase-2.toml"), "utf8");
  const choice = (name: string, label: string, more = "") =>
    `[[events.questions]]\nname = "${name}"\nlabel = "${label}"\nrequired = true\nkind = "choice"\n` +
    `options = [{ value = "yes", label = "Yes, please" }, { value = "no", label = "No" }]\n${more}\n`;
  const few =
    choice("case", "Do you bring a case?") +
    '[[events.questions]]\nname = "summary"\nlabel = "Your case in short"\nhint = "No names of patients."\nrequired = true\nkind = "long-text"\nonly_if = { question = "case", is = ["yes"] }\n\n' +
    '[[events.questions]]\nname = "code"\nlabel = "I keep what is said about patients to myself"\nrequired = true\nkind = "consent"\n\n';
  const many = ["a", "b", "c", "d", "e", "f"].map((name) => choice(name, `Question ${name}`)).join("");
  const last = choice("last", "The last question", 'only_if = { question = "f", is = ["yes"] }');
  const file = join(importedFolder, `asking-${process.pid}.toml`);
  mkdirSync(importedFolder, { recursive: true });
  // A table of tables belongs to the event before it, so each stands before the next event.
  const [head, first, second, third] = text.split(/(?=\[\[events\]\]\nslug = "webinar-)/);
  writeFileSync(file, `${head}${first}\n${few}${second}\n${many}${last}${third}`);
  return file;
}

const imported: Record<Exclude<Programme, "first">, { file: string; zone: string }> = {
  edited: { file: "", zone: "Europe/Rome" },
  asking: { file: "", zone: "Europe/Rome" },
  sample: { file: "", zone: "" },
  conference: { file: join(repository, "import/tests/fixtures/frab.xml"), zone: "Europe/Rome" },
  large: { file: large ?? "", zone: "Europe/Brussels" },
  hostile: { file: join(repository, "end2end/support/hostile.xml"), zone: "Europe/Rome" },
};

/** An instant at which nothing changes its phase for a day. */
export const quiet: Record<Programme, string> = {
  first: "2022-10-11T12:00:00+02:00",
  conference: "2024-03-29T12:00:00+01:00",
  large: "2021-02-01T12:00:00+01:00",
  hostile: "2024-03-29T12:00:00+01:00",
  edited: "2022-10-11T12:00:00+02:00",
  asking: "2022-10-11T12:00:00+02:00",
  sample: "2022-10-11T12:00:00+02:00",
};

export interface Server {
  url: string;
  /** Its data folder. */
  readonly data: string;
  /** The process; another one after `again`. */
  readonly pid: number;
  /** Path of the one-time link that the server printed for its first administrator. */
  setUpPath: string;
  /** The server's own time, as a page would ask for it, in milliseconds since the epoch. */
  now(): Promise<number>;
  /** Ends it at once, in the middle of whatever it does. */
  kill(): Promise<void>;
  /** Starts it again after that: the same data and the same address. */
  again(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a server and waits until it is ready. By a name it is told to be reached by, else by its address; on a copy of a data folder
 * if one is given, else on that of the programme. */
export async function startServer(programme: Programme, now: string, extra: string[] = [], name?: string, from?: string): Promise<Server> {
  const data = mkdtempSync(join(tmpdir(), "continuum-e2e-"));
  const source = from ?? (programme === "first" ? undefined : importOnce(programme));
  if (source) cpSync(source, data, { recursive: true });
  // All tests come from one address, and quickly.
  const widely = ["--rate-limit-allow", "127.0.0.0/8"];
  const port = name ? await freePort() : 0;
  const named = name ? ["--base-url", `http://${name}:${port}`] : [];
  const launch = (port: number): ChildProcess =>
    spawn(binary, ["serve", "--address", `127.0.0.1:${port}`, ...named, "--data", data, "--now", now, ...widely, ...extra], {
      stdio: ["ignore", "pipe", "pipe"],
      env: { ...process.env, RUST_LOG: "warn", DATABASE_URL: undefined, CONTINUUM_DATA: undefined },
    });
  let child = launch(port);
  const said = await announcement(child);
  const url = said.match(/Continuum is at (http:\/\/[\w.:]+)/)?.[1] ?? "";
  await ready(url);
  return {
    url,
    data,
    get pid() {
      return child.pid ?? 0;
    },
    setUpPath: said.match(/\/set-up\?token=\S+/)?.[0] ?? "",
    now: async () => Number(await (await fetch(`${url}/api/v1/time`)).text()),
    kill: async () => ended(child, "SIGKILL"),
    again: async () => {
      child = launch(Number(new URL(url).port));
      // Nobody reads what it says, and it must not wait for somebody.
      child.stdout?.resume();
      child.stderr?.resume();
      await ready(url);
    },
    stop: async () => {
      await ended(child, "SIGTERM");
      rmSync(data, { recursive: true, force: true });
    },
  };
}

/** A port that nobody listens at, for a server that must know its own before it has one. */
function freePort(): Promise<number> {
  return new Promise((found, failed) => {
    const listener = createServer().on("error", failed);
    listener.listen(0, "127.0.0.1", () => {
      const { port } = listener.address() as AddressInfo;
      listener.close(() => found(port));
    });
  });
}

/** The folder that databases with an imported schedule are kept in while the tests run. */
export const importedFolder = join(tmpdir(), `continuum-e2e-imported-${process.env.CONTINUUM_RUN}`);

function importOnce(programme: Exclude<Programme, "first">): string {
  const folder = join(importedFolder, `${programme}-${process.pid}`);
  if (!existsSync(folder)) {
    mkdirSync(folder, { recursive: true });
    const { zone } = imported[programme];
    const written = { edited, asking } as Partial<Record<Programme, () => string>>;
    const file = written[programme]?.() ?? imported[programme].file;
    const what = programme === "sample" ? ["--sample"] : [file, "--zone", zone];
    execFileSync(binary, ["import", ...what, "--data", folder], { stdio: ["ignore", "ignore", "inherit"] });
  }
  return folder;
}

/** The server says where it listens as soon as it does; the last thing it says is how one gets in: by a one-time link, or by signing in. */
function announcement(child: ChildProcess): Promise<string> {
  return new Promise((found, failed) => {
    let said = "";
    const listen = (chunk: Buffer) => {
      said += chunk.toString();
      if (/\/set-up\?token=\S+\s|\/admin\/sign-in\.\s/.test(said)) found(said);
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    child.on("error", failed);
    child.on("exit", (code) => failed(new Error(`${binary} ended with ${code}:\n${said}`)));
  });
}

async function ready(url: string): Promise<void> {
  const until = Date.now() + 10_000;
  while (Date.now() < until) {
    const answer = await fetch(`${url}/readyz`).catch(() => undefined);
    if (answer?.ok) return;
    await new Promise((later) => setTimeout(later, 50));
  }
  throw new Error(`${url} did not become ready`);
}

function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((done) => {
    const kill = setTimeout(() => child.kill("SIGKILL"), 5_000);
    child.on("exit", () => {
      clearTimeout(kill);
      done();
    });
    child.kill(signal);
  });
}
