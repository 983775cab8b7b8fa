import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { typeMistakes, userProject } from "../packages/daybook/test/support/type-check.js";
import { daybook } from "./support/daybook.js";

const page = readFileSync(new URL("../docs/schemas.md", import.meta.url), "utf8");

test("the commands of the guide for schemas print what is shown there", async () => {
  const files: Record<string, string> = {};
  for (const [, text = ""] of page.matchAll(/```(?:yaml|ts)\n(.*?)```/gs)) {
    const [, name = ""] = /^(?:#|\/\/) (\S+)\n/.exec(text) ?? [];
    files[name] = text;
  }
  const cwd = userProject(files);
  const runs = [...page.matchAll(/```console\n\$ npx (\S+) ([^\n]*)\n(.*?)```/gs)];
  expect(runs.map(([, program]) => program)).toEqual(["daybook", "daybook", "tsc", "daybook"]);
  for (const [, program, words = "", shown = ""] of runs) {
    if (program === "tsc") {
      expect(await typeMistakes(cwd, ["record.ts", "events.d.ts"])).toEqual(shown.trimEnd().split("\n"));
    } else {
      const { stdout, stderr } = await daybook(words.split(" "), { cwd });
      expect(stdout + stderr).toBe(shown);
    }
  }
});
