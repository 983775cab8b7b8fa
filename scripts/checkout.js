import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** What `tsc` reads of a package. */
const sourceExtensions = [".ts", ".json"];

/**
 * The state of a checkout: what was installed and built in it, and what it should be.
 *
 * The last installation and build are remembered as hashes in `node_modules`, so that they go with it.
 */
export class Checkout {
  #root;
  #stampFile;

  /** @param {string} root the folder of the checkout */
  constructor(root) {
    this.#root = root;
    this.#stampFile = join(root, "node_modules", ".daybook-setup.json");
  }

  /** True where `node_modules` is what `package-lock.json` asks for. */
  get isInstalled() {
    const installed = join(this.#root, "node_modules", ".package-lock.json");
    if (!existsSync(installed)) return false;
    if (this.#stamp.installed === this.#lockHash()) return true;
    // Somebody installed by hand after the lock was changed: doing it again would change nothing.
    return statSync(installed).mtimeMs >= statSync(join(this.#root, "package-lock.json")).mtimeMs;
  }

  /** True where every package has its build. */
  get hasBuild() {
    return this.#packages().every((folder) => existsSync(join(folder, "dist", "index.js")));
  }

  /** True where the build is of the sources as they are. */
  get isBuilt() {
    return this.hasBuild && this.#stamp.built === this.#sourceHash();
  }

  rememberInstallation() {
    this.#remember({ installed: this.#lockHash() });
  }

  rememberBuild() {
    this.#remember({ built: this.#sourceHash() });
  }

  get #stamp() {
    try {
      return JSON.parse(readFileSync(this.#stampFile, "utf8"));
    } catch {
      return {};
    }
  }

  #remember(news) {
    writeFileSync(this.#stampFile, `${JSON.stringify({ ...this.#stamp, ...news })}\n`);
  }

  #lockHash() {
    return createHash("sha256")
      .update(readFileSync(join(this.#root, "package-lock.json")))
      .digest("hex");
  }

  #sourceHash() {
    const hash = createHash("sha256").update(this.#lockHash());
    for (const file of [
      ...this.#configurations(),
      ...this.#packages().flatMap((folder) => this.#sources(folder)),
    ]) {
      hash.update(`\0${file}\0`).update(readFileSync(file));
    }
    return hash.digest("hex");
  }

  /** The files beside the packages that decide how they are built. */
  #configurations() {
    return ["tsconfig.base.json", "tsconfig.json"].map((name) => join(this.#root, name)).filter(existsSync);
  }

  /** The packages, and the kernel of the tests, which runs as a program of its own too. */
  #packages() {
    const folder = join(this.#root, "packages");
    const packages = readdirSync(folder).sort();
    const folders = [...packages.map((name) => join(folder, name)), join(this.#root, "test", "kernel")];
    return folders.filter((path) => existsSync(join(path, "tsconfig.json")));
  }

  #sources(folder) {
    const files = readdirSync(join(folder, "src"), { recursive: true }).sort();
    const sources = files.filter((name) => sourceExtensions.some((extension) => name.endsWith(extension)));
    const paths = sources.map((name) => join(folder, "src", name));
    return [join(folder, "package.json"), join(folder, "tsconfig.json"), ...paths];
  }
}
