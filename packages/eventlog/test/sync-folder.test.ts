import { expect, test } from "vitest";
import { cannotSyncFolders } from "../src/sync-folder.js";

const failure = (code: string) => Object.assign(new Error(), { code });

test.each(["EINVAL", "ENOSYS", "ENOTSUP"])("%s says everywhere that folders cannot be synced", (code) => {
  for (const platform of ["linux", "darwin", "win32"] as const)
    expect(cannotSyncFolders(failure(code), platform)).toBe(true);
});

test.each(["EACCES", "EISDIR", "EPERM"])("%s says so on Windows only", (code) => {
  expect(cannotSyncFolders(failure(code), "win32")).toBe(true);
  expect(cannotSyncFolders(failure(code), "linux")).toBe(false);
});

test.each(["EIO", "ENOSPC", "EDQUOT", "EROFS", "ENOENT"])("%s never does: the disk has failed", (code) => {
  expect(cannotSyncFolders(failure(code), "linux")).toBe(false);
  expect(cannotSyncFolders(failure(code), "win32")).toBe(false);
});
