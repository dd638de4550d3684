// Prints the figures as one Markdown table when all benchmarks are done.

import { availableParallelism } from "node:os";
import type { Reporter, TestCase, TestResult } from "@playwright/test/reporter";
import { FIGURE, type Figure } from "./figure.ts";

export default class Table implements Reporter {
  private readonly figures: (Figure & { load: string })[] = [];

  onTestEnd(_test: TestCase, result: TestResult): void {
    for (const { type, description } of result.annotations) {
      if (type === FIGURE && description) this.figures.push(JSON.parse(description));
    }
  }

  onEnd(): void {
    console.log(`\nMeasured on ${availableParallelism()} cores:\n`);
    console.log("| what | must be | measured | | load | how |\n|---|---|---|---|---|---|");
    for (const { what, must, measured, holds, load, how } of this.figures) {
      console.log(`| ${[what, must, measured, holds ? "holds" : "**DOES NOT HOLD**", load, how].join(" | ")} |`);
    }
  }
}
