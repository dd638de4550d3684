// Whether an answer, or the time it takes, tells that an address is known (OWASP ASVS 5.0, 6.3.8).

import { randomUUID } from "node:crypto";
import { request, type IncomingHttpHeaders } from "node:http";
import { test } from "../support/site.ts";
import { quiet, startServer, type Server } from "../support/server.ts";
import { median, quietMachine, report } from "./figure.ts";

/** People of each kind, and how many of them only warm up. */
const PEOPLE = 80;
const WARM_UP = 20;

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: number;
  milliseconds: number;
}

// All addresses are equally long, so that the length of an answer may repeat them.
const known = (number: number) => `known-${String(number).padStart(4, "0")}@example.org`;
const unknown = (act: string, number: number) => `${act}-${String(number).padStart(9 - act.length, "0")}@example.org`;

const acts: Record<string, { what: string; path: string; form: (email: string) => Record<string, string> }> = {
  sign: { what: "asking to sign in", path: "/sign-in", form: (email) => ({ email }) },
  join: { what: "registering", path: "/register/webinar-2", form: registration },
  link: { what: "asking for one’s links again", path: "/registration/resend", form: (email) => ({ email }) },
};

function registration(email: string): Record<string, string> {
  return { idempotency_key: randomUUID(), name: "Ada Example", email, country: "IT", profession: "oncologist" };
}

/** Sends a form as a browser in a network of its own would, so that no rate limit is in the way. */
function send(site: Server, path: string, form: Record<string, string>): Promise<Answer> {
  const { hostname, port } = new URL(site.url);
  const body = new URLSearchParams(form).toString();
  const network = [1, 2].map(() => Math.floor(Math.random() * 250) + 1).join(".");
  const headers = {
    "content-type": "application/x-www-form-urlencoded",
    "content-length": body.length,
    origin: site.url,
    "sec-fetch-site": "same-origin",
    "x-forwarded-for": `10.${network}.1`,
  };
  return new Promise((answered, failed) => {
    const begun = performance.now();
    const sent = request({ hostname, port, path, method: "POST", headers }, (response) => {
      let length = 0;
      response.on("data", (chunk: Buffer) => (length += chunk.length));
      response.on("end", () => {
        const milliseconds = performance.now() - begun;
        answered({ status: response.statusCode ?? 0, headers: response.headers, body: length, milliseconds });
      });
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

for (const [name, act] of Object.entries(acts)) {
  test(`${act.what} with a known and an unknown address`, async ({}, testInfo) => {
    await quietMachine();
    const site = await startServer("first", quiet.first, ["--trusted-proxy", "127.0.0.1"]);
    try {
      for (let number = 0; number < PEOPLE; number += 1) await send(site, "/register/webinar-2", registration(known(number)));
      const answers: Record<"known" | "unknown", Answer[]> = { known: [], unknown: [] };
      for (let number = 0; number < PEOPLE; number += 1) {
        // In turn, and each first as often as the other, so that what the machine does besides meets both alike.
        const both = [["known", known(number)], ["unknown", unknown(name, number)]] as const;
        for (const [kind, email] of number % 2 ? both : both.toReversed()) {
          const answer = await send(site, act.path, act.form(email));
          if (number >= WARM_UP) answers[kind].push(answer);
        }
      }
      // Where it leads is compared without what is drawn by lot.
      const seen = (kind: "known" | "unknown") => {
        const of = ({ status, body, headers }: Answer) => `${status}, ${body} bytes, ${(headers.location ?? "stays").replace(/\?.*/, "")}`;
        return [...new Set(answers[kind].map(of))].sort().join(" / ");
      };
      const time = (kind: "known" | "unknown") => median(answers[kind].map((answer) => answer.milliseconds));
      const difference = Math.abs(time("known") / time("unknown") - 1);
      report(testInfo, {
        what: `${act.what}: known and unknown address`,
        must: "same status and length, median time within 10 %",
        measured: `${seen("known")}${seen("known") === seen("unknown") ? "" : ` but ${seen("unknown")}`}; ${time("known").toFixed(2)} and ${time("unknown").toFixed(2)} ms, ${(difference * 100).toFixed(1)} % apart`,
        holds: seen("known") === seen("unknown") && difference <= 0.1,
        how: `${PEOPLE - WARM_UP} forms each after ${WARM_UP} to warm up, in turn; known addresses are registered for the event`,
      });
    } finally {
      await site.stop();
    }
  });
}
