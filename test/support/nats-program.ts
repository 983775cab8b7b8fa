const script = new URL("../../scripts/nats-server.js", import.meta.url).href;

/** The path of a nats-server, which is installed when it is first needed; see the script. */
export const { natsServer } = (await import(script)) as { natsServer(): string };
