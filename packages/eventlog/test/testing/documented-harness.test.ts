import { readFileSync } from "node:fs";
import { afterAll, describe, test } from "vitest";
import { type ContractCheck, handlerContract } from "../../src/testing/handler-contract.js";

const page = readFileSync(new URL("../../../../docs/handler-contract.md", import.meta.url), "utf8");
const [handlerCode = "", harnessCode = ""] = [...page.matchAll(/```js\n(.*?)```/gs)].map(([, code]) => code);

describe("the handler and the harness of docs/handler-contract.md", () => {
  // The harness takes the place of console.log, and would keep it.
  const { log } = console;
  afterAll(() => {
    console.log = log;
  });
  const MyHandler = new Function(handlerCode.replace("export default class", "return class"))();
  const collect = (name: string, { skip }: { skip?: string }, run: ContractCheck["run"]) =>
    test.skipIf(skip !== undefined)(skip === undefined ? name : `${name} (left out: ${skip})`, run);
  new Function("test", "handlerContract", "MyHandler", harnessCode.replaceAll(/^import .*$/gm, ""))(
    collect,
    handlerContract,
    MyHandler,
  );
});
