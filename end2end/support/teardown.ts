// After all tests: the databases that servers were started from are of no more use.

import { rmSync } from "node:fs";
import { importedFolder } from "./server.ts";

export default function teardown(): void {
  rmSync(importedFolder, { recursive: true, force: true });
}
