import type { ServerOptions } from "@daybook/server";
import type { Settings } from "../configuration/settings.js";

/** What a configuration says of kernels, as the server takes it: without sections. */
export function kernelOptions({
  KernelSpecManager,
  MappingKernelManager = {},
  KernelManager,
  KernelRestarter,
}: Settings): NonNullable<ServerOptions["kernels"]> {
  const { bufferOfflineMessages, allowedMessageTypes, ...management } = MappingKernelManager;
  // Options that are left out are absent, so that the server's defaults hold.
  const options = { ...KernelSpecManager, ...management, ...KernelManager, ...KernelRestarter };
  return options as NonNullable<ServerOptions["kernels"]>;
}

/** The same for the WebSockets of kernels. */
export function channelsOptions({
  MappingKernelManager = {},
  ZMQChannelsWebsocketConnection,
}: Settings): NonNullable<ServerOptions["channels"]> {
  const { bufferOfflineMessages, allowedMessageTypes } = MappingKernelManager;
  const options = {
    ...(bufferOfflineMessages === undefined ? {} : { bufferOfflineMessages }),
    ...(allowedMessageTypes === undefined ? {} : { allowedMessageTypes }),
    ...ZMQChannelsWebsocketConnection,
  };
  return options as NonNullable<ServerOptions["channels"]>;
}
