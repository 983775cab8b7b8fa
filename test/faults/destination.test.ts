import { join } from "node:path";
import { expect, test, type TestContext } from "vitest";
import type { DaybookServer } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { destinations } from "./destinations/all.js";
import type { DestinationKind, RunningDestination } from "./destinations/destination.js";
import { patience, runs } from "./support/counts.js";
import { type Cut, CuttingProxy } from "./support/cutting-proxy.js";
import { findingsIn, nothingWrong } from "./support/findings.js";
import { Journal } from "./support/journal.js";
import { post } from "./support/load.js";
import { noteResult } from "./support/result.js";
import { configure, startServer } from "./support/server.js";
import { until } from "./support/until.js";

/** Events that are posted while a fault lasts. */
const together = 5;

interface Scene {
  readonly destination: RunningDestination;
  readonly proxy: CuttingProxy;
  /** Posts events at the same time, each of which is to be acknowledged: they are in the spool. */
  post(): Promise<void>;
  /** How often the handler has tried again. */
  retried(): Promise<number>;
}

/** How each fault is done once, with events that come meanwhile. */
const faults: Record<string, (scene: Scene) => Promise<void>> = {
  async "destination killed and restarted"({ destination, post }) {
    await destination.kill();
    await post();
    await destination.restart();
  },
  async "destination stopped (SIGSTOP) until the handler gives the batch up"({ destination, retried, post }) {
    const before = await retried();
    destination.freeze();
    await post();
    await until(async () => (await retried()) > before);
    destination.thaw();
  },
  async "the answer lost on its way back"({ proxy, post }) {
    await cutOnce(proxy, "answer lost", post);
  },
  async "the connection cut in the middle of a batch"({ proxy, post }) {
    await cutOnce(proxy, "request cut", post);
  },
};

for (const { kind, obstacle } of destinations) {
  for (const [fault, harm] of Object.entries(faults)) {
    const name = `${kind.name}: ${fault}: all arrives once`;
    test.skipIf(obstacle !== undefined)(
      obstacle === undefined ? name : `${name} (${obstacle})`,
      { timeout: patience },
      (context) => run(kind, fault, harm, context),
    );
  }
}

/** Events may have arrived before their answer is lost. */
async function cutOnce(proxy: CuttingProxy, what: Cut, post: () => Promise<void>): Promise<void> {
  const { cuts } = proxy;
  proxy.cut(what);
  await post();
  await proxy.until((now) => now.cuts > cuts);
}

async function run(
  kind: DestinationKind,
  fault: string,
  harm: (typeof faults)[string],
  context: TestContext,
) {
  const folder = temporaryFolder();
  const proxy = await CuttingProxy.start();
  const destination = await kind.start(folder, { timeout: 300 }, proxy.port);
  proxy.target = destination.port;
  configure(folder, [destination.handlerAt(proxy.port)]);
  const journal = new Journal(join(folder, "journal"));
  const server = await startServer(folder);
  const count = runs({ full: 1000, slice: 5 });
  let round = 0;
  const postSome = async (): Promise<void> => {
    round++;
    const posts = Array.from({ length: together }, (_, index) =>
      post(server, journal, `sender${index}`, round),
    );
    for (const outcome of await Promise.all(posts)) expect(outcome).toBe("acknowledged");
  };
  // A connection is there, and what is cut is no greeting.
  await postSome();
  await destination.has(together);
  for (let run = 0; run < count; run++) {
    await harm({ destination, proxy, post: postSome, retried: () => retriedBy(server) });
    await destination.has(round * together);
  }
  expect(await server.stop()).toBe(0);
  const found = findingsIn(await destination.lines(), journal.path);
  noteResult(context, { fault, subject: kind.name, runs: count, events: round * together, ...found });
  expect(found).toEqual(nothingWrong);
}

async function retriedBy(server: DaybookServer): Promise<number> {
  const metrics = await (await server.fetch("metrics")).text();
  return Number(/^daybook_handler_retried_total\{.*\} (\d+)$/m.exec(metrics)?.[1]);
}
