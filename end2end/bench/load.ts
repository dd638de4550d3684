// Load on a server of our own, over the loopback interface: wrk for rates, Node for what must be looked at.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent, get } from "node:http";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Requests a second that a server answers to so many connections. */
export function requestsPerSecond(url: string, seconds: number, headers: Record<string, string> = {}): number {
  if (!new URL(url).hostname.startsWith("127.")) throw new Error("load is only for this machine");
  const extra = Object.entries(headers).flatMap(([name, value]) => ["-H", `${name}: ${value}`]);
  const said = execFileSync("wrk", ["-t1", "-c8", `-d${seconds}s`, ...extra, url], { encoding: "utf8" });
  const failures = said.match(/Socket errors.*|Non-2xx or 3xx responses.*/g);
  if (failures) throw new Error(failures.join("; "));
  return Number(said.match(/Requests\/sec:\s+([\d.]+)/)?.[1]);
}

export interface Nginx {
  url: string;
  stop(): void;
}

/** An nginx that serves one file from disk, set up as Debian does, but without its log. */
export async function startNginx(page: Buffer): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), "continuum-nginx-"));
  const port = await freePort();
  mkdirSync(join(folder, "html"));
  writeFileSync(join(folder, "html/page.html"), page, { mode: 0o644 });
  execFileSync("chmod", ["755", folder, join(folder, "html")]);
  const configuration = `
    worker_processes auto;
    pid ${folder}/nginx.pid;
    error_log ${folder}/error.log;
    events { worker_connections 1024; }
    http {
      include /etc/nginx/mime.types;
      access_log off;
      sendfile on; tcp_nopush on;
      keepalive_timeout 65; keepalive_requests 100000000;
      server { listen 127.0.0.1:${port}; root ${folder}/html; }
    }`;
  writeFileSync(join(folder, "nginx.conf"), configuration);
  const nginx = existsSync("/usr/sbin/nginx") ? "/usr/sbin/nginx" : "nginx";
  execFileSync(nginx, ["-c", join(folder, "nginx.conf"), "-e", join(folder, "error.log")]);
  return {
    url: `http://127.0.0.1:${port}/page.html`,
    stop: () => {
      const pid = Number(readFileSync(join(folder, "nginx.pid"), "utf8"));
      process.kill(pid, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((found) => {
    const server = createServer();
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => found(port));
    });
  });
}

export interface Answer {
  status: number;
  bytes: number;
  /** The last characters of the body. */
  end: string;
  milliseconds: number;
}

/** Asks once, over connections that are kept. */
export function ask(url: string, agent: Agent, headers: Record<string, string> = {}): Promise<Answer> {
  return new Promise((done, failed) => {
    const sent = performance.now();
    const request = get(url, { agent, headers, timeout: 30_000 }, (response) => {
      let bytes = 0;
      let end = "";
      response.setEncoding("latin1");
      response.on("data", (chunk: string) => {
        bytes += chunk.length;
        end = (end + chunk).slice(-40);
      });
      response.on("end", () => done({ status: response.statusCode ?? 0, bytes, end, milliseconds: performance.now() - sent }));
      response.on("error", failed);
    });
    request.on("timeout", () => request.destroy(new Error(`${url} hangs`)));
    request.on("error", failed);
  });
}

/** Asks for all of these, so many at a time. */
export async function askAll(urls: string[], atATime: number): Promise<Answer[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: atATime });
  const answers: Answer[] = [];
  let next = 0;
  const worker = async () => {
    while (next < urls.length) {
      const url = urls[next];
      next += 1;
      answers.push(await ask(url, agent));
    }
  };
  await Promise.all(Array.from({ length: atATime }, worker));
  agent.destroy();
  return answers;
}

/** Memory that a process holds, or the most that it ever held, in MiB. */
export function residentMebibytes(pid: number, which: "VmRSS" | "VmHWM" = "VmRSS"): number {
  const kibibytes = readFileSync(`/proc/${pid}/status`, "utf8").match(new RegExp(`${which}:\\s+(\\d+)`))?.[1];
  return Number(kibibytes) / 1024;
}
