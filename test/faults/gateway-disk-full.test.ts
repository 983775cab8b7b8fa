import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { Daybook } from "../support/daybook.js";
import { temporaryFolder } from "../support/temporary-folder.js";
import { patience, runs } from "./support/counts.js";
import { nothingWrong } from "./support/findings.js";
import { noteResult } from "./support/result.js";
import { SmallDisk } from "./support/small-disk.js";
import { whyNoSmallDisk } from "./support/tools.js";

const obstacle = whyNoSmallDisk();
const reason = obstacle === undefined ? "" : ` (${obstacle})`;
const faulty = test.skipIf(obstacle !== undefined);
const schema = "eventlogging.jupyter.org/jupyter_server/contentsmanager-actions";

/** A gateway whose log is on a small disk, and the paths of the files that the server behind was asked to save. */
async function started(onFailure: object) {
  const disk = new SmallDisk(8);
  const cwd = temporaryFolder();
  const log = join(disk.folder, "event.log");
  const saved: string[] = [];
  const behind = createServer((request, response) => {
    if (request.method === "PUT") saved.push((request.url as string).slice("/api/contents/".length));
    request.resume().once("end", () => response.end("{}"));
  }).listen(0, "127.0.0.1");
  await once(behind, "listening");
  onTestFinished(() => void behind.close().closeAllConnections());
  const upstream = `http://127.0.0.1:${(behind.address() as AddressInfo).port}/`;
  const allowed = { [schema]: { allowed_categories: ["personally-identifiable-information"] } };
  const configuration = {
    EventLog: { handlers: [{ class: "FileHandler", filename: log }], allowed_schemas: allowed },
    Gateway: { upstream, on_failure: onFailure },
  };
  writeFileSync(join(cwd, "daybook.json"), JSON.stringify(configuration));
  const gateway = new Daybook(["gateway", "--port", "0", "--config", "daybook.json"], { cwd });
  const { href: url } = await gateway.address();
  let number = 0;
  const save = async () => {
    const answer = await fetch(`${url}api/contents/${++number}`, { method: "PUT", body: "{}" });
    await answer.arrayBuffer();
    return answer.status;
  };
  const recorded = () =>
    readFileSync(log, "utf8")
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => (JSON.parse(line) as { path: string }).path);
  const stop = (): Promise<number | null> => {
    gateway.signal("SIGTERM");
    return gateway.ended();
  };
  return { disk, save, saved, recorded, stop };
}

faulty(
  `gateway: on a full disk the notebook goes on working${reason}`,
  { timeout: patience },
  async (context) => {
    const { disk, save, saved, recorded, stop } = await started({});
    const cycles = runs({ full: 50, slice: 3 });
    for (let cycle = 0; cycle < cycles; cycle++) {
      disk.fill();
      for (let call = 0; call < 100; call++) expect(await save()).toBe(200);
      disk.free();
      for (let call = 0; call < 10; call++) expect(await save()).toBe(200);
    }
    expect(await stop()).toBe(0);
    expect(saved).toHaveLength(cycles * 110);
    // Nothing was promised, but there was room in memory until there was room on the disk.
    expect(recorded().sort()).toEqual(saved.sort());
    const result = { runs: cycles, events: saved.length, ...nothingWrong, note: "all calls answered" };
    noteResult(context, { fault: "disk full behind a gateway", subject: "FileHandler, continue", ...result });
  },
);

faulty(
  `gateway: with refuse, nothing is done on a full disk that is not recorded${reason}`,
  { timeout: patience },
  async (context) => {
    const { disk, save, saved, recorded, stop } = await started({ [schema]: "refuse" });
    const cycles = runs({ full: 50, slice: 3 });
    let refused = 0;
    for (let cycle = 0; cycle < cycles; cycle++) {
      expect(await save()).toBe(200);
      disk.fill();
      for (let call = 0; call < 10; call++) {
        expect(await save()).toBe(503);
        refused++;
      }
      disk.free();
      while ((await save()) !== 200) refused++;
    }
    expect(await stop()).toBe(0);
    expect(saved).toHaveLength(cycles * 2);
    expect(recorded()).toEqual(saved);
    const note = `${refused} refused with 503`;
    const result = { runs: cycles, events: saved.length, ...nothingWrong, note };
    noteResult(context, { fault: "disk full behind a gateway", subject: "FileHandler, refuse", ...result });
  },
);
