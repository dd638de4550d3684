// What really travels: an answer's body as it is sent, compressed.

import { get } from "node:http";

export interface Transfer {
  status: number;
  encoding: string;
  bytes: number;
  headers: Record<string, string | string[] | undefined>;
}

/** Asks like a browser does and counts the bytes of the body. */
export function transferred(url: string, headers: Record<string, string> = {}): Promise<Transfer> {
  return new Promise((done, failed) => {
    const request = get(url, { headers: { "accept-encoding": "gzip, deflate, br", ...headers } }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => done({ status: response.statusCode ?? 0, encoding: response.headers["content-encoding"] ?? "", bytes, headers: response.headers }));
      response.on("error", failed);
    });
    request.on("error", failed);
  });
}

/** Addresses of the browser's part, as the home page names them. */
export async function parts(url: string): Promise<{ module: string; script: string; style: string }> {
  const html = await (await fetch(`${url}/`)).text();
  const find = (pattern: RegExp) => html.match(pattern)?.[1] ?? "";
  return {
    module: find(/<link rel="preload" href="([^"]+\.wasm)"/),
    script: find(/<link rel="modulepreload" href="([^"]+\.js)"/),
    style: find(/<link rel="stylesheet" href="([^"]+\.css)"/),
  };
}
