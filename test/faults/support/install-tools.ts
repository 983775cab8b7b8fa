import { spawnSync } from "node:child_process";
import type { TestProject } from "vitest/node";
import { kafkaJars } from "../../support/kafka-jars.js";
import { natsServer } from "../../support/nats-program.js";
import { postgresPrograms } from "../../support/postgres-server.js";
import { isInstalled, tools } from "./tools.js";

const servers = { nats: natsServer, kafka: kafkaJars, postgres: postgresPrograms };

/** For each destination that a server of others is, why it cannot be had here; null where it can. */
export type Obstacles = Readonly<Record<keyof typeof servers, string | null>>;

declare module "vitest" {
  interface ProvidedContext {
    destinations: Obstacles | undefined;
  }
}

/** Installs the programs that faults need, where root and Debian's packages are at hand; says so where not. */
export async function setup(project: TestProject): Promise<void> {
  installTools();
  const obstacles: Record<string, string | null> = {};
  for (const [name, install] of Object.entries(servers)) obstacles[name] = await obstacleOf(install);
  project.provide("destinations", obstacles as Obstacles);
}

function installTools(): void {
  const missing = tools.filter((tool) => !isInstalled(tool));
  if (missing.length === 0) return;
  const environment = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  const apt = (...words: string[]) =>
    spawnSync("apt-get", [...words, "-qq"], { env: environment }).status === 0;
  const installed = process.geteuid?.() === 0 && apt("update") && apt("install", "--yes", ...missing);
  if (!installed) console.warn(`not installed, so that their faults are skipped: ${missing.join(", ")}`);
}

async function obstacleOf(install: () => unknown): Promise<string | null> {
  try {
    await install();
    return null;
  } catch (error) {
    const { message } = error as Error;
    console.warn(message);
    return message.split("\n", 1)[0] ?? "";
  }
}
