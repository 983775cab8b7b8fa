import { readFileSync, writeFileSync } from "node:fs";
import { cpus, release } from "node:os";
import type { Reporter, TestModule } from "vitest/node";
import { renderTable, rowOf, withRows } from "./table.js";

const page = new URL("../../../docs/reliability.md", import.meta.url);

/** Prints what the faults have found as a table; with `DAYBOOK_FAULTS_WRITE=1` it goes into docs/reliability.md, too. */
export default class TableReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const rows = modules
      .flatMap((module) => [...module.children.allTests()])
      .flatMap((test) => test.meta().faults ?? [])
      .map(rowOf);
    if (rows.length === 0) return;
    console.log(`\n${renderTable(rows)}`);
    if (process.env.DAYBOOK_FAULTS_WRITE !== "1") return;
    const surroundings = `Node ${process.version}, Linux ${release().split("-")[0]}, ${cpus().length} cores`;
    writeFileSync(page, withRows(readFileSync(page, "utf8"), rows, surroundings));
  }
}
