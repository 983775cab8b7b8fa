import { describe, expect, test } from "vitest";
import { SessionManager } from "../../../src/services/sessions/manager.js";
import { testManager } from "../kernels/kernels.js";

function sessionsOver(kernels = testManager()) {
  const { manager, rootDir } = kernels;
  return {
    kernels: manager,
    sessions: new SessionManager({ kernels: manager, rootDir, allowHidden: false }),
  };
}

const labels = { path: "one.ipynb", name: "one.ipynb", type: "notebook" };

test("the session of a kernel is found as long as it is that one's", async () => {
  const { kernels, sessions } = sessionsOver();
  const { id, kernel } = (await sessions.create(labels, {})).session;
  expect(sessions.sessionOfKernel(kernel.id)).toEqual({ id, path: "one.ipynb" });
  await sessions.update(id, { path: "two.ipynb" }, {});
  expect(sessions.sessionOfKernel(kernel.id)).toEqual({ id, path: "two.ipynb" });
  const other = await kernels.start();
  expect(sessions.sessionOfKernel(other.id)).toBeUndefined();
  await sessions.update(id, {}, { id: other.id });
  expect(sessions.sessionOfKernel(kernel.id)).toBeUndefined();
  expect(sessions.sessionOfKernel(other.id)).toEqual({ id, path: "two.ipynb" });
  await other.shutdown();
  expect(sessions.sessionOfKernel(other.id)).toBeUndefined();
  expect(sessions.list()).toEqual([]);
});

test("a kernel that was started for a session which ended meanwhile does not stay", async () => {
  const { kernels, sessions } = sessionsOver();
  const { id } = (await sessions.create(labels, {})).session;
  const changing = sessions.update(id, {}, { name: "test" });
  const refused = expect(changing).rejects.toMatchObject({ code: "session-not-found" });
  await sessions.delete(id);
  await refused;
  expect(kernels.list()).toEqual([]);
});

describe("a kernel that is being shut down", () => {
  test("is given to no other session, and what that one has stays", async () => {
    const { kernels, sessions } = sessionsOver();
    const { session } = await sessions.create(labels, {});
    const ending = await kernels.start();
    const ended = ending.shutdown();
    await expect(sessions.update(session.id, {}, { id: ending.id })).rejects.toMatchObject({
      code: "bad-request",
    });
    await ended;
    expect(sessions.list()).toEqual([session]);
    expect(kernels.list()).toEqual([session.kernel]);
  });

  test("is replaced by a new one where a new session asks for it", async () => {
    const { kernels, sessions } = sessionsOver();
    const ending = await kernels.start();
    const ended = ending.shutdown();
    const { session } = await sessions.create(labels, { id: ending.id });
    await ended;
    expect(sessions.list()).toEqual([session]);
    expect(kernels.list()).toEqual([session.kernel]);
  });

  test("leaves its path to another session", async () => {
    const { sessions } = sessionsOver();
    const { session: first } = await sessions.create(labels, {});
    const ended = first.kernel.shutdown();
    const { session: second, isNew } = await sessions.create(labels, {});
    expect(isNew).toBe(true);
    await ended;
    expect(sessions.list()).toEqual([second]);
  });
});
