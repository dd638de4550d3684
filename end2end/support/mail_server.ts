// A mail server that takes some letters and refuses others (RFC 5321), as far as a test needs one.

import { createServer, type AddressInfo, type Server, type Socket } from "node:net";

export interface MailServer {
  /** Where it listens. */
  url: string;
  /** Letters it took, as they were sent. */
  taken: string[];
  /** Receivers that it says are unknown to it. */
  unknown: Set<string>;
  close: () => Promise<void>;
}

export async function mailServer(): Promise<MailServer> {
  const [taken, unknown] = [[] as string[], new Set<string>()];
  const server = createServer((socket) => converse(socket, taken, unknown));
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, taken, unknown, close: () => closed(server) };
}

function converse(socket: Socket, taken: string[], unknown: Set<string>): void {
  let [waiting, letter]: [string, string | undefined] = ["", undefined];
  const say = (line: string) => socket.write(`${line}\r\n`);
  const obey = (line: string): void => {
    if (letter !== undefined) {
      if (line !== ".") letter += `${line}\n`;
      else {
        taken.push(letter);
        letter = undefined;
        say("250 taken");
      }
      return;
    }
    const receiver = line.match(/^RCPT TO:<(.*?)>/i)?.[1];
    if (receiver !== undefined && unknown.has(receiver)) say("550 5.1.1 no such mailbox");
    else if (/^DATA/i.test(line)) {
      letter = "";
      say("354 go on");
    } else if (/^QUIT/i.test(line)) socket.end("221 bye\r\n");
    else say("250 well");
  };
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: Buffer) => {
    const lines = (waiting + chunk.toString()).split("\r\n");
    waiting = lines.pop() ?? "";
    lines.forEach(obey);
  });
  say("220 test");
}

function closed(server: Server): Promise<void> {
  return new Promise((done) => server.close(() => done()));
}
