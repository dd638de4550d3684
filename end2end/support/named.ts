// Tests on a server of their own that is reached by a name: passkeys belong to a domain.

import { quiet, startServer } from "./server.ts";
import { test as base } from "./site.ts";

export const named = base.extend({
  site: async ({}, use) => {
    const server = await startServer("first", quiet.first, [], "localhost");
    await use(server);
    await server.stop();
  },
});
