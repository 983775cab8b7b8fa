import { type Contents, ContentsManager } from "@jupyterlab/services";
import { expect, onTestFinished } from "vitest";
import type { ConnectedClient } from "../connected-client.js";
import { Diary } from "../diary.js";

/** An afternoon over notebooks. @param files the names of those that the server serves */
export async function contents(client: ConnectedClient, files: readonly string[]): Promise<void> {
  const { serverSettings } = client;
  const manager = new ContentsManager({ serverSettings });
  onTestFinished(() => manager.dispose());
  const done = new Diary();

  done.contents({ action: "get", path: "" });
  const root = await manager.get("");
  expect(root.content.map((model: Contents.IModel) => model.name)).toEqual(
    expect.arrayContaining([...files]),
  );

  done.contents({ action: "upload", path: "done" });
  await manager.save("done", { type: "directory" });
  for (const file of files) await workOn(file, manager, done);
  await makeAndTidy(client, manager, done);
  expect(await client.stop()).toEqual(done.entries);
}

/** What somebody does with one notebook: open, save, checkpoint, spoil it, restore it, rename it, copy it. */
async function workOn(file: string, client: ContentsManager, done: Diary): Promise<void> {
  done.contents({ action: "get", path: file });
  const opened = await client.get(file, { type: "notebook", content: true });
  expect(opened.content.cells.length).toBeGreaterThan(0);

  done.checkpoint({ action: "create", path: file, id: "checkpoint" });
  const checkpoint = await client.createCheckpoint(file);

  done.contents({ action: "save", path: file });
  await client.save(file, { type: "notebook", format: "json", content: { ...opened.content, cells: [] } });

  expect(await client.listCheckpoints(file)).toHaveLength(1);
  done.checkpoint({ action: "restore", path: file, id: "checkpoint" });
  await client.restoreCheckpoint(file, checkpoint.id);

  done.contents({ action: "get", path: file });
  const restored = await client.get(file);
  expect(restored.content).toEqual(opened.content);

  done.checkpoint({ action: "delete", path: file, id: "checkpoint" });
  await client.deleteCheckpoint(file, checkpoint.id);

  const renamed = `done/${file}`;
  done.contents({ action: "rename", path: renamed, source_path: file });
  await client.rename(file, renamed);

  const copy = `done/${file.replace(".ipynb", "-Copy1.ipynb")}`;
  done.contents({ action: "copy", path: copy, source_path: renamed });
  expect((await client.copy(renamed, "done")).path).toBe(copy);
  done.contents({ action: "delete", path: copy });
  await client.delete(copy);
}

/** New files of every kind, uploads in one piece and in chunks, and what fails and so leaves no event. */
async function makeAndTidy({ server }: ConnectedClient, client: ContentsManager, done: Diary): Promise<void> {
  done.contents({ action: "create", path: "Untitled.ipynb" });
  await client.newUntitled({ type: "notebook" });
  done.contents({ action: "create", path: "Untitled Folder" });
  await client.newUntitled({ type: "directory" });
  done.contents({ action: "create", path: "Untitled Folder/untitled.py" });
  await client.newUntitled({ type: "file", path: "Untitled Folder", ext: ".py" });

  done.contents({ action: "upload", path: "Zürich, 100%.txt" });
  await client.save("Zürich, 100%.txt", { type: "file", format: "text", content: "Grüezi" });
  done.contents({ action: "get", path: "Zürich, 100%.txt" });
  expect((await client.get("Zürich, 100%.txt")).content).toBe("Grüezi");
  // A download is no look at the contents: it has an event of its own, which this log does not allow.
  const download = await server.fetch(await client.getDownloadUrl("Zürich, 100%.txt"));
  expect(await download.text()).toBe("Grüezi");

  done.contents({ action: "upload", path: "pixel.bin" });
  await client.save("pixel.bin", { type: "file", format: "base64", content: "AAEC/w==" });

  const chunk = { type: "file", format: "text" } as const;
  await client.save("long.txt", { ...chunk, content: "one\n", chunk: 1 } as Partial<Contents.IModel>);
  await client.save("long.txt", { ...chunk, content: "two\n", chunk: 2 } as Partial<Contents.IModel>);
  done.contents({ action: "upload", path: "long.txt" });
  await client.save("long.txt", { ...chunk, content: "three\n", chunk: -1 } as Partial<Contents.IModel>);
  done.contents({ action: "get", path: "long.txt" });
  expect((await client.get("long.txt")).content).toBe("one\ntwo\nthree\n");

  await expect(client.get("missing.ipynb")).rejects.toMatchObject({ response: { status: 404 } });
  await expect(client.rename("long.txt", "pixel.bin")).rejects.toMatchObject({ response: { status: 409 } });
  await expect(client.delete("Untitled Folder")).rejects.toMatchObject({ response: { status: 400 } });
  await expect(client.get("../daybook.yaml")).rejects.toMatchObject({ response: { status: 404 } });

  done.contents({ action: "delete", path: "Untitled Folder/untitled.py" });
  await client.delete("Untitled Folder/untitled.py");
  done.contents({ action: "delete", path: "Untitled Folder" });
  await client.delete("Untitled Folder");
}
