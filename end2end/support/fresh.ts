// Tests that need a server of their own: they wait for a boundary of its clock, or change what it stores.

import { test as base } from "./site.ts";
import { quiet, startServer, type Programme } from "./server.ts";

export const test = base.extend<{ startAt: string | undefined; showing: Programme }>({
  startAt: [undefined, { option: true }],
  showing: ["first", { option: true }],
  site: async ({ startAt, showing }, use) => {
    const server = await startServer(showing, startAt ?? quiet[showing]);
    await use(server);
    await server.stop();
  },
});
