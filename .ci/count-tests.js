// node .ci/count-tests.js REPORT: prints how many tests of a vitest JSON report passed, failed and were skipped.
// A skipped test counts as failed, unless it needs the folder ../shared and that is not there, or it is a check of the
// handler contract that its name says cannot apply to a handler ("left out: memory does not fail").
import { existsSync, readFileSync } from "node:fs";

const report = JSON.parse(readFileSync(process.argv[2], "utf8"));
const tests = report.testResults.flatMap((file) => file.assertionResults);
const sharedIsMissing = !existsSync(new URL("../../shared", import.meta.url));
const hasReason = ({ fullName }) =>
  (sharedIsMissing && /\.\.\/shared|real notebooks/.test(fullName)) || / \(left out: .+\)$/.test(fullName);

const counts = { passed: 0, failed: 0, skipped: 0 };
for (const test of tests) {
  if (test.status === "passed" || test.status === "failed") counts[test.status]++;
  else if (hasReason(test)) counts.skipped++;
  else {
    counts.failed++;
    console.error(`skipped without need: ${test.fullName}`);
  }
}
if (tests.length === 0) throw new Error("no tests were run");
console.log(counts.passed, counts.failed, counts.skipped);
