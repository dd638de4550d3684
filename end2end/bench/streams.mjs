// Viewers, in a process of their own so that they do not disturb who measures: each reads a file from somewhere in it on, as fast
// as a player plays. Arguments: address, viewers, bytes a second of each, length of the file. Ends when its input does; its
// last line says what the viewers got.

import { Agent, get } from "node:http";

const [address, viewers, pace, length] = process.argv.slice(2).map((value, index) => (index === 0 ? value : Number(value)));
if (!new URL(address).hostname.startsWith("127.")) throw new Error("load is only for this machine");

const TICK = 250;
const agent = new Agent({ keepAlive: false, maxSockets: Infinity });
const streams = Array.from({ length: viewers }, () => ({ bytes: 0, begun: 0, failure: "", response: undefined }));

function watch(stream) {
  // Not so near the end that it would be over first.
  const from = Math.floor(Math.random() * length * 0.6);
  const request = get(address, { agent, headers: { range: `bytes=${from}-` }, highWaterMark: pace }, (response) => {
    stream.response = response;
    stream.begun = performance.now();
    if (response.statusCode !== 206) stream.failure = `status ${response.statusCode}`;
    response.on("error", (error) => (stream.failure = error.message));
    response.on("end", () => (stream.failure = "it was over too early"));
  });
  request.on("error", (error) => (stream.failure = error.message));
}

for (const stream of streams) watch(stream);
const ticking = setInterval(() => {
  for (const stream of streams) {
    const { response } = stream;
    if (!response) continue;
    // As much as has been played since it began and was not read yet.
    let due = ((performance.now() - stream.begun) / 1_000) * pace - stream.bytes;
    while (due > 0) {
      const chunk = response.read(Math.min(due, response.readableLength) || undefined);
      if (chunk === null) break;
      stream.bytes += chunk.length;
      due -= chunk.length;
    }
  }
}, TICK);

process.stdin.resume();
process.stdin.on("end", () => {
  clearInterval(ticking);
  const now = performance.now();
  const shares = streams.map(({ bytes, begun }) => (begun === 0 ? 0 : bytes / (((now - begun) / 1_000) * pace)));
  const failures = streams.map(({ failure }) => failure).filter((failure) => failure !== "");
  console.log(JSON.stringify({ megabytes: streams.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6, slowest: Math.min(...shares), failures }));
  process.exit(0);
});
