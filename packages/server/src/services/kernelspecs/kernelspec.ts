import { dirname, join } from "node:path";
import { isObject } from "@daybook/eventlog";
import { isDeeper } from "../../json-limits.js";
import { isProgram } from "../../jupyter-paths.js";

/** How a kernel is told to stop what it does: by a signal, or by a message. */
export type InterruptMode = "signal" | "message";

/** What a `kernel.json` says, with every default filled in. */
export interface Kernelspec {
  readonly name: string;
  /** The command that starts it, with places such as `{connection_file}` to fill in. */
  readonly argv: readonly string[];
  readonly displayName: string;
  readonly language: string;
  readonly interruptMode: InterruptMode;
  readonly env: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly protocolVersion: string;
  /** The folder of the `kernel.json`, with logos and the like beside it. */
  readonly resourceDir: string;
}

/** Deeper than any; what walks deeper ones by recursion, as whoever shows them does, could overflow. */
const maximumDepth = 100;

/**
 * Reads the text of a `kernel.json`.
 *
 * @param resourceDir the folder it lies in
 * @throws {Error} saying what is wrong with it
 */
export function parseKernelspec(name: string, resourceDir: string, text: string): Kernelspec {
  const value: unknown = parse(text);
  if (!isObject(value)) throw new Error("it is not a JSON object");
  if (isDeeper(value, maximumDepth)) throw new Error(`it is nested deeper than ${maximumDepth} levels`);
  const { argv, interrupt_mode: mode = "signal", env = {}, metadata = {} } = value;
  if (!isListOfText(argv) || argv.length === 0) throw new Error('"argv" must be a list of words, not empty');
  if (mode !== "signal" && mode !== "message")
    throw new Error('"interrupt_mode" must be "signal" or "message"');
  if (!isObject(env) || !isListOfText(Object.values(env)))
    throw new Error('"env" must be an object of texts');
  if (!isObject(metadata)) throw new Error('"metadata" must be an object');
  requireLocal(metadata.kernel_provisioner);
  return {
    name,
    argv,
    displayName: optionalText(value, "display_name") ?? name,
    language: optionalText(value, "language") ?? "",
    interruptMode: mode,
    env: env as Record<string, string>,
    metadata,
    protocolVersion: optionalText(value, "kernel_protocol_version") ?? "",
    resourceDir,
  };
}

/**
 * The command of a kernel, its places filled in. `python` means that of the environment the spec was found in, which a
 * shell need not have on its path.
 */
export function kernelCommand({ argv, resourceDir }: Kernelspec, connectionFile: string): string[] {
  const prefix = prefixOf(resourceDir);
  const values = new Map([
    ["connection_file", connectionFile],
    ["resource_dir", resourceDir],
    ["prefix", prefix],
  ]);
  const words = argv.map((word) => word.replace(/\{(\w+)\}/g, (place, name) => values.get(name) ?? place));
  const [program = "", ...rest] = words;
  return [pythonOf(prefix, program) ?? program, ...rest];
}

/** The environment of a spec that was found in `PREFIX/share/jupyter/kernels/NAME`. */
function prefixOf(resourceDir: string): string | undefined {
  const data = dirname(dirname(resourceDir));
  return /[\\/]share[\\/]jupyter$/.test(data) ? dirname(dirname(data)) : undefined;
}

function pythonOf(prefix: string | undefined, program: string): string | undefined {
  if (prefix === undefined || !/^python(3(\.\d+)?)?$/.test(program)) return undefined;
  return [join(prefix, "bin", program), join(prefix, `${program}.exe`)].find(isProgram);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Error("it is not JSON");
  }
}

/** Kernels that run elsewhere are started by plugins for Jupyter, in Python. */
function requireLocal(provisioner: unknown): void {
  const name = isObject(provisioner) ? provisioner.provisioner_name : undefined;
  if (name !== undefined && name !== "local-provisioner")
    throw new Error('it needs a "kernel_provisioner" other than the local one');
}

function optionalText(value: Record<string, unknown>, key: string): string | undefined {
  const text = value[key];
  if (text !== undefined && typeof text !== "string") throw new Error(`"${key}" must be text`);
  return text;
}

function isListOfText(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
