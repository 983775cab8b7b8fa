import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { NullHandler, type Problem, printProblem } from "../src/index.js";
import { ProblemReporter } from "../src/problem-reporter.js";

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["performance"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

function reporter() {
  const told: string[] = [];
  const reporter = new ProblemReporter(({ source, error, suppressed }: Problem) => {
    told.push(`${source}: ${error.message} +${suppressed}`);
  });
  const report = (message: string, source: Parameters<ProblemReporter["report"]>[0] = "listener") =>
    reporter.report(source, new Error(message));
  return { told, report };
}

test("the same again is told once a minute, with how often it was passed over", () => {
  const { told, report } = reporter();
  for (let count = 0; count < 5; count++) report("full");
  vi.advanceTimersByTime(60_000);
  report("full");
  expect(told).toEqual(["listener: full +0", "listener: full +4"]);
});

test("a change is told at once", () => {
  const { told, report } = reporter();
  for (const message of ["full", "full", "works again", "full"]) report(message);
  expect(told).toEqual(["listener: full +0", "listener: works again +1", "listener: full +0"]);
});

test("a source that has something new to say each time does not flood", () => {
  const { told, report } = reporter();
  for (let count = 0; count < 1000; count++) report(`failure ${count}`);
  expect(told).toHaveLength(20);
  vi.advanceTimersByTime(60_000);
  report("failure 1000");
  expect(told.at(-1)).toBe("listener: failure 1000 +980");
});

test("two handlers of one name are told apart", () => {
  const { told, report } = reporter();
  const [one, two] = [new NullHandler(), new NullHandler()];
  for (const source of [one, two, one, two]) report("full", source);
  expect(told).toEqual(["NullHandler: full +0", "NullHandler: full +0"]);
});

describe("printing", () => {
  test.each([
    [0, "daybook: FileHandler event.log: full\n"],
    [3, "daybook: FileHandler event.log: full (and 3 more since the last message)\n"],
  ])("with %i more", (suppressed, expected) => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    printProblem({ source: "FileHandler event.log", error: new Error("full"), suppressed });
    expect(write.mock.calls).toEqual([[expected]]);
  });

  test("is what happens where whoever is told throws", () => {
    const write = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const broken = new ProblemReporter(() => {
      throw new Error("not listening");
    });
    broken.report("listener", new Error("full"));
    expect(write.mock.calls).toEqual([["daybook: listener: full\n"]]);
  });
});
