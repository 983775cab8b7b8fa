import { existsSync } from "node:fs";
import { KernelManager, ServerConnection } from "@jupyterlab/services";
import { beforeAll, expect, onTestFinished, test } from "vitest";
import { installDebianPackage } from "../../support/debian-package.js";
import { readEvents } from "../../support/recorded-events.js";
import { startLabServer } from "../support/lab-server.js";

const kernelspec = "/usr/share/jupyter/kernels/ir";

beforeAll(async () => {
  if (!existsSync(kernelspec)) await installDebianPackage("r-cran-irkernel");
}, 300_000);

test("a kernel of R, which is installed for the whole machine, is found, runs and is in the log", async () => {
  const { server, log } = await startLabServer();
  const { url: baseUrl, token } = server;
  const serverSettings = ServerConnection.makeSettings({ baseUrl, token, appendToken: true });
  const kernels = new KernelManager({ serverSettings });
  onTestFinished(() => kernels.dispose());
  await kernels.ready;
  const kernel = await kernels.startNew({ name: "ir" });
  expect((await kernel.info).language_info.name).toBe("R");

  const shown: unknown[] = [];
  const future = kernel.requestExecute({ code: "mean(c(1, 2, 6))" });
  future.onIOPub = ({ content }) => void ("data" in content && shown.push(content.data));
  await future.done;
  expect(shown).toEqual([expect.objectContaining({ "text/plain": "[1] 3" })]);
  expect((await kernel.requestExecute({ code: "stop('no')" }).done).content.status).toBe("error");
  const completion = await kernel.requestComplete({ code: "medi", cursor_pos: 4 });
  expect(completion.content).toMatchObject({ matches: expect.arrayContaining(["median"]) });

  const long = kernel.requestExecute({ code: "cat('on'); flush.console(); Sys.sleep(600)" });
  await new Promise<void>((resolve) => {
    long.onIOPub = ({ header }) => {
      if (header.msg_type === "stream") resolve();
    };
  });
  await kernel.interrupt();
  await long.done;
  await kernel.shutdown();
  expect(await server.stop()).toBe(0);

  const events = await readEvents(log);
  const runs = events.filter(({ __schema__: schema }) => schema === "daybook/kernel-executions");
  expect(runs.map(({ code, status }) => [code, status])).toEqual([
    ["mean(c(1, 2, 6))", "ok"],
    ["stop('no')", "error"],
    ["cat('on'); flush.console(); Sys.sleep(600)", expect.stringMatching(/^(error|abort)$/)],
  ]);
}, 120_000);
