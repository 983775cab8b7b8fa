import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { installDebianPackage } from "../../support/debian-package.js";

const program = "/usr/bin/chromium";

/** Installs Debian's Chromium where it is not there yet. */
export async function installChromium(): Promise<void> {
  if (!existsSync(program)) await installDebianPackage("chromium");
}

/** A browser without a window, that calls nobody but who its pages call. */
export async function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: [
      ...["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"],
      ...["--disable-background-networking", "--disable-component-update", "--disable-sync"],
    ],
  });
}
