import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Contents, ContentsManager, ServerConnection } from "@jupyterlab/services";
import { expect, test } from "vitest";
import { DaybookServer } from "./support/daybook.js";
import { readEvents, withoutTimes } from "./support/recorded-events.js";
import { temporaryFolder } from "./support/temporary-folder.js";

const contentsActions = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";
const checkpointActions = "eventlogging.jupyter.org/jupyter_server/checkpoint-actions";
const contentsService = "https://events.jupyter.org/jupyter_server/contents_service/v1";

const configuration = `
EventLog:
  handlers:
    - class: FileHandler
      filename: event.log
  allowed_schemas:
    ${contentsActions}: { allowed_categories: [personally-identifiable-information] }
    ${checkpointActions}: { allowed_categories: [personally-identifiable-information] }
    ${contentsService}:
ServerApp:
  root_dir: notebooks
`;

const sources = [
  { name: "the sample notebooks", folder: fileURLToPath(new URL("../notebooks", import.meta.url)) },
  { name: "real notebooks", folder: fileURLToPath(new URL("../../shared/data/notebooks", import.meta.url)) },
];

for (const { name, folder } of sources) {
  const missing = !existsSync(folder);
  test.skipIf(missing)(
    `an afternoon of a real client over ${name} is in the log${missing ? " (the folder is absent)" : ""}`,
    async () => {
      const { server, client, log } = await startOver(folder);
      const done = new Diary();
      const files = (await readdir(folder)).filter((file) => file.endsWith(".ipynb")).sort();

      done.contents({ action: "get", path: "" });
      const root = await client.get("");
      expect(root.content.map((model: Contents.IModel) => model.name)).toEqual(expect.arrayContaining(files));

      done.contents({ action: "upload", path: "done" });
      await client.save("done", { type: "directory" });
      for (const file of files) await workOn(file, client, done);
      await makeAndTidy(client, done);

      expect(await server.stop()).toBe(0);
      expect(withoutTimes(await readEvents(log))).toEqual(done.entries);
    },
  );
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
async function makeAndTidy(client: ContentsManager, done: Diary): Promise<void> {
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

/** A server over a copy of a folder, and the client that talks to it. */
async function startOver(folder: string) {
  const cwd = temporaryFolder({ "daybook.yaml": configuration });
  const root = join(cwd, "notebooks");
  await mkdir(root);
  for (const file of await readdir(folder, { withFileTypes: true })) {
    if (file.isFile()) await copyFile(join(folder, file.name), join(root, file.name));
  }
  const server = await DaybookServer.start([], { cwd });
  const serverSettings = ServerConnection.makeSettings({
    baseUrl: server.url,
    token: server.token,
    appendToken: true,
  });
  return { server, client: new ContentsManager({ serverSettings }), log: join(cwd, "event.log") };
}

/** What was done, written down beside the server in the form in which the log should have it. */
class Diary {
  readonly entries: Record<string, unknown>[] = [];

  contents(event: Record<string, unknown>): void {
    // A log has what an action has not as an absent key, never as null.
    this.#add(contentsActions, 1, event);
    this.#add(contentsService, "1", event);
  }

  checkpoint(event: Record<string, unknown>): void {
    this.#add(checkpointActions, 1, event);
  }

  #add(schema: string, version: number | string, event: Record<string, unknown>): void {
    this.entries.push({
      __schema__: schema,
      __schema_version__: version,
      __metadata_version__: 1,
      ...event,
    });
  }
}
