import type { ServerOptions } from "@daybook/server";
import type { Settings } from "../configuration/settings.js";

/** What a configuration says of kernels, as the server takes it: without sections. */
export function kernelOptions({
  KernelSpecManager,
  MappingKernelManager,
  KernelManager,
  KernelRestarter,
}: Settings): NonNullable<ServerOptions["kernels"]> {
  // Options that are left out are absent, so that the server's defaults hold.
  const options = { ...KernelSpecManager, ...MappingKernelManager, ...KernelManager, ...KernelRestarter };
  return options as NonNullable<ServerOptions["kernels"]>;
}
