import { chmodSync, statSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, it, vi } from "vitest";
import { failure, sandbox } from "./sandbox.js";

const chunk = (number: unknown, content: string) => ({
  type: "file",
  format: "text",
  content,
  chunk: number,
});
const valid = { name: "a.txt", path: "a.txt", type: "file", content: null, format: null, writable: true };

afterEach(() => vi.useRealTimers());

describe("an upload in chunks", () => {
  it("is in place after the last one, and not before", async () => {
    const { manager, read, names } = sandbox();
    expect(await manager.save("a.txt", chunk(1, "one,"))).toMatchObject({
      model: { ...valid, size: 4 },
    });
    expect((await manager.get("")).content).toEqual([]);
    expect(await manager.save("a.txt", chunk(2, "two,"))).toMatchObject({
      model: { size: 8 },
    });
    expect(await manager.save("a.txt", chunk(-1, "three"))).toMatchObject({
      created: true,
      model: { ...valid, size: 13 },
    });
    expect(read("a.txt")).toBe("one,two,three");
    expect(names()).toEqual(["a.txt"]);
  });

  it("replaces a file only when it is complete, and keeps its mode", async () => {
    const { manager, read, root, write } = sandbox();
    write("a.txt", "old");
    chmodSync(join(root, "a.txt"), 0o600);
    await manager.save("a.txt", chunk(1, "new"));
    expect(read("a.txt")).toBe("old");
    expect(await manager.save("a.txt", chunk(-1, "!"))).toMatchObject({ created: false });
    expect(read("a.txt")).toBe("new!");
    if (process.platform !== "win32") expect(statSync(join(root, "a.txt")).mode & 0o777).toBe(0o600);
  });

  it("starts again with chunk 1", async () => {
    const { manager, read, names } = sandbox();
    await manager.save("a.txt", chunk(1, "lost"));
    await manager.save("a.txt", chunk(1, "a"));
    await manager.save("a.txt", chunk(-1, "b"));
    expect(read("a.txt")).toBe("ab");
    expect(names()).toEqual(["a.txt"]);
  });

  it("goes on beside the upload of another file", async () => {
    const { manager, read } = sandbox();
    for (const [name, number] of [
      ["a", 1],
      ["b", 1],
      ["b", 2],
      ["a", 2],
      ["a", -1],
      ["b", -1],
    ] as const) {
      await manager.save(name, chunk(number, `${name}${number};`));
    }
    expect([read("a"), read("b")]).toEqual(["a1;a2;a-1;", "b1;b2;b-1;"]);
  });

  it.each([
    ["a last chunk with no first", [-1]],
    ["a second chunk with no first", [2]],
    ["a gap", [1, 3]],
    ["the same chunk twice", [1, 2, 2]],
    ["a chunk after the last", [1, -1, 2]],
  ])("refuses %s with chunk-out-of-turn", async (_case, numbers) => {
    const { manager } = sandbox();
    const last = numbers.pop();
    for (const number of numbers) await manager.save("a.txt", chunk(number, "x"));
    const error = await failure(manager.save("a.txt", chunk(last, "x")));
    expect(error).toMatchObject({ status: 409, reason: "chunk-out-of-turn" });
  });

  it("refuses a chunk while another is being written, and loses neither", async () => {
    const { manager } = sandbox();
    await manager.save("a.txt", chunk(1, "1"));
    const results = await Promise.allSettled(
      [2, 2].map((number) => manager.save("a.txt", chunk(number, "2"))),
    );
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    expect(await manager.save("a.txt", chunk(-1, "3"))).toMatchObject({ model: { size: 3 } });
  });

  it.each([0, -2, 1.5, "1", true])("refuses the number %j", async (number) => {
    const { manager } = sandbox();
    expect(await failure(manager.save("a.txt", chunk(number, "x")))).toMatchObject({
      status: 400,
      reason: "bad-chunk",
    });
  });

  it.each(["notebook", "directory"])("refuses a %s in chunks", async (type) => {
    const { manager } = sandbox();
    expect(await failure(manager.save("a", { type, content: {}, chunk: 1 }))).toMatchObject({
      reason: "bad-type",
    });
  });

  it("goes on after a chunk that could not be decoded", async () => {
    const { manager, read } = sandbox();
    await manager.save("a.txt", chunk(1, "a"));
    expect((await failure(manager.save("a.txt", { ...chunk(2, "?"), format: "base64" }))).status).toBe(400);
    await manager.save("a.txt", chunk(-1, "b"));
    expect(read("a.txt")).toBe("ab");
  });

  it("is given up where no chunk comes in time, and removed", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { manager, names } = sandbox({ uploadExpiry: 60_000 });
    await manager.save("a.txt", chunk(1, "x"));
    vi.advanceTimersByTime(59_000);
    await manager.save("a.txt", chunk(2, "x"));
    vi.advanceTimersByTime(59_000);
    expect(names()).toHaveLength(1);
    vi.advanceTimersByTime(1_000);
    vi.useRealTimers();
    await vi.waitFor(() => expect(names()).toEqual([]));
    expect((await failure(manager.save("a.txt", chunk(3, "x")))).status).toBe(409);
  });

  it("is removed when the manager closes", async () => {
    const { manager, names } = sandbox();
    await manager.save("a.txt", chunk(1, "x"));
    await manager.close();
    expect(names()).toEqual([]);
  });
});
