import type * as fs from "node:fs/promises";
import { expect, it, vi } from "vitest";
import { failure, sandbox } from "./sandbox.js";

const { removal } = vi.hoisted(() => ({ removal: { begins: () => {}, mayEnd: Promise.resolve() } }));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  const rm: typeof real.rm = async (...given) => {
    removal.begins();
    await removal.mayEnd;
    return real.rm(...given);
  };
  return { ...real, rm };
});

it("an upload takes no chunk before its first, while that of a rival is removed", async () => {
  const { manager, read } = sandbox();
  const chunk = (number: number, content: string) =>
    manager.save("a.txt", { type: "file", format: "text", content, chunk: number });
  let end = (): void => {};
  removal.mayEnd = new Promise((resolve) => {
    end = resolve;
  });
  const removing = new Promise<void>((resolve) => {
    removal.begins = resolve;
  });
  const rivals = Promise.allSettled([chunk(1, "one"), chunk(1, "one")]);
  await removing;
  expect(await failure(chunk(-1, "last"))).toMatchObject({ reason: "chunk-out-of-turn" });
  end();
  await rivals;
  await chunk(-1, "last");
  expect(read("a.txt")).toBe("onelast");
});
