// A name server on this machine that knows the records of a test (RFC 1035), for the check of the DNS in the settings.

import { createSocket } from "node:dgram";
import type { AddressInfo } from "node:net";

/** Records by name without the dot at the end; `text` of an MX is the server's name. */
export interface ZoneRecord {
  name: string;
  type: "A" | "MX" | "TXT";
  text: string;
}

const types: Record<ZoneRecord["type"], number> = { A: 1, MX: 15, TXT: 16 };

/** Starts it and says where it is; it answers as long as the test runs. */
export async function startNameServer(zone: ZoneRecord[]): Promise<{ address: string; stop(): void }> {
  const socket = createSocket("udp4");
  socket.on("message", (question, from) => {
    const answer = answered(question, zone);
    if (answer) socket.send(answer, from.port, from.address);
  });
  await new Promise<void>((bound) => socket.bind(0, "127.0.0.1", bound));
  const { port } = socket.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, stop: () => socket.close() };
}

function answered(question: Buffer, zone: ZoneRecord[]): Buffer | undefined {
  let at = 12;
  const labels: string[] = [];
  while (question[at]) {
    const length = question[at] ?? 0;
    labels.push(question.subarray(at + 1, at + 1 + length).toString("ascii").toLowerCase());
    at += length + 1;
  }
  const end = at + 5;
  if (question.length < end) return undefined;
  const type = question.readUInt16BE(at + 1);
  const known = zone.filter((record) => record.name === labels.join("."));
  const found = known.filter((record) => types[record.type] === type);
  const head = Buffer.alloc(12);
  question.copy(head, 0, 0, 2);
  // An answer, recursion was wanted and is had; NXDOMAIN where nothing has the name.
  head.writeUInt16BE(0x8180 | (known.length > 0 ? 0 : 3), 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt16BE(found.length, 6);
  return Buffer.concat([head, question.subarray(12, end), ...found.map((record) => written(record))]);
}

/** One record; its name is the one that was asked for, at the twelfth byte. */
function written({ type, text }: ZoneRecord): Buffer {
  const data = type === "A" ? Buffer.from(text.split(".").map(Number)) : type === "MX" ? mailServer(text) : pieces(text);
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(types[type], 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(60, 6);
  head.writeUInt16BE(data.length, 10);
  return Buffer.concat([head, data]);
}

function mailServer(name: string): Buffer {
  const labels = name.split(".").map((label) => Buffer.from([label.length, ...Buffer.from(label)]));
  return Buffer.concat([Buffer.from([0, 10]), ...labels, Buffer.from([0])]);
}

function pieces(text: string): Buffer {
  const parts = text.match(/.{1,255}/g) ?? [""];
  return Buffer.concat(parts.map((part) => Buffer.from([part.length, ...Buffer.from(part)])));
}
