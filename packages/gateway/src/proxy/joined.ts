import type { Duplex } from "node:stream";
import { type CloseReason, closeFrame, closeReasons } from "../web-sockets/close-reasons.js";
import { FrameFollower } from "../web-sockets/frame-follower.js";
import { Passage } from "./passage.js";
import type { UpgradeObserver } from "./upgrade-observer.js";

/** How long a client may take to go once its WebSocket is closed, in milliseconds. */
const patience = 1000;

/**
 * The two sides of an upgraded connection. Bytes go both ways as they are, until a side ends, an observer wants them closed or
 * the gateway stops; then the client is told why by a frame of its own, behind the last one of the server.
 */
export class Joined {
  readonly #client: Duplex;
  readonly #server: Duplex;
  readonly #observer: UpgradeObserver | undefined;
  readonly #follower: { readonly isBetweenFrames: boolean };
  readonly #passages: readonly [fromClient: Passage, fromServer: Passage];
  #reason: CloseReason | undefined;
  #isTold = false;

  constructor(client: Duplex, server: Duplex, observer?: UpgradeObserver) {
    this.#client = client;
    this.#server = server;
    this.#observer = observer;
    const follower = observer?.server ?? new FrameFollower();
    this.#follower = follower;
    const refused = (reason: CloseReason): void => this.close(reason);
    const passed = (): void => this.#tell();
    this.#passages = [
      new Passage(client, server, observer?.client, { refused }),
      new Passage(server, client, follower, { refused, passed }),
    ];
    // A side that breaks takes the other along.
    server.on("error", () => client.destroy());
    client.on("error", () => server.destroy());
    server.once("close", () => {
      if (this.#reason === undefined) closeAfter(server, client);
    });
    client.once("close", () => {
      this.#observer?.ended();
      closeAfter(client, server);
    });
  }

  /** Closes the WebSocket. What the client sends from now on goes nowhere. */
  close(reason: CloseReason = closeReasons.stopping): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#passages[0].stop();
    const timer = setTimeout(() => this.#client.destroy(), patience);
    this.#client.once("close", () => clearTimeout(timer));
    this.#tell();
  }

  #tell(): void {
    if (this.#reason === undefined || this.#isTold || !this.#follower.isBetweenFrames) return;
    this.#isTold = true;
    this.#passages[1].stop();
    this.#server.destroy();
    this.#client.end(closeFrame(this.#reason));
  }
}

/** Ends a side once its other is gone; in order, where that has ended in order. */
function closeAfter(gone: Duplex, left: Duplex): void {
  if (gone.readableEnded) left.end();
  else left.destroy();
}
