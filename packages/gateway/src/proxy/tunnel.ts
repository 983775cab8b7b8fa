import { type IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { answerError, answerErrorOn } from "../http/answer.js";
import { Joined } from "./joined.js";
import { responseHeaders } from "./response-headers.js";
import { ConnectTimeout, type Upstream } from "./upstream.js";
import type { UpgradeObserver } from "./upgrade-observer.js";

/** An upgrade that is passed on. */
export interface UpgradeCall {
  readonly upstream: Upstream;
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  /** What the client has sent behind the headers already. */
  readonly head: Buffer;
  /** The headers for the server behind, as a flat list, without those that ask for the upgrade. */
  readonly headers: readonly string[];
  /** Is asked once the server behind has agreed; may refuse what it has agreed to. */
  readonly observe?: ((answer: IncomingMessage) => UpgradeObserver | "refused" | undefined) | undefined;
  /** Is told the status that the server behind has answered. */
  readonly answered?: ((status: number) => void) | undefined;
  /** The connection is a tunnel from now on. */
  readonly opened: (joined: Joined) => void;
}

/**
 * Passes an upgrade on. Once the server behind has agreed, and not before, bytes go both ways as they are; when it does
 * not agree, its answer is passed back like any other.
 */
export function tunnel(call: UpgradeCall): void {
  const { upstream, request, socket, headers } = call;
  const asking = [...headers, "Connection", "Upgrade", "Upgrade", "websocket"];
  const outgoing = upstream.request("GET", request.url ?? "/", asking, "fresh");
  const giveUp = (): void => void outgoing.destroy();
  socket.once("close", giveUp);
  socket.once("error", giveUp);
  let answered = false;
  outgoing.once("upgrade", (answer, behind, first) => {
    answered = true;
    socket.off("close", giveUp);
    call.answered?.(101);
    join(call, answer, behind, first);
  });
  outgoing.once("response", (answer) => {
    answered = true;
    call.answered?.(answer.statusCode ?? 502);
    passRefusal(call, answer);
  });
  const fail = (error?: Error): void => {
    if (answered) return;
    answered = true;
    const response = responseOn(call);
    if (error instanceof ConnectTimeout) answerError(response, "upstream-slow");
    else answerError(response, error === undefined ? "upstream-broken" : "upstream-unreachable");
  };
  outgoing.once("error", fail);
  outgoing.once("close", () => fail());
  outgoing.end();
}

function join(call: UpgradeCall, answer: IncomingMessage, behind: Socket, first: Buffer): void {
  const { upstream, socket, head } = call;
  const observer = call.observe?.(answer);
  if (observer === "refused") {
    behind.destroy();
    answerErrorOn(socket, "upstream-broken");
    return;
  }
  const lines = [`HTTP/1.1 101 ${answer.statusMessage || "Switching Protocols"}`];
  const headers = responseHeaders(answer, upstream.origin);
  for (let index = 0; index < headers.length; index += 2)
    lines.push(`${headers[index]}: ${headers[index + 1]}`);
  lines.push("Connection: Upgrade", "Upgrade: websocket", "", "");
  socket.write(Buffer.from(lines.join("\r\n"), "latin1"));
  for (const side of [socket as Socket, behind]) {
    // A notebook may be open for days without a word.
    side.setTimeout?.(0);
    side.setNoDelay?.(true);
  }
  if (first.length > 0) behind.unshift(first);
  if (head.length > 0) socket.unshift(head);
  call.opened(new Joined(socket, behind, observer));
}

function passRefusal(call: UpgradeCall, answer: IncomingMessage): void {
  const response = responseOn(call);
  response.sendDate = false;
  const headers = [...responseHeaders(answer, call.upstream.origin), "Connection", "close"];
  answer.once("error", () => call.socket.destroy());
  try {
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, headers);
  } catch {
    answer.destroy();
    answerError(response, "upstream-broken");
    return;
  }
  answer.pipe(response);
}

/** An answer to a request that Node has taken for an upgrade, and whose connection it has therefore let go of. */
function responseOn({ request, socket }: UpgradeCall): ServerResponse {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as Socket);
  response.once("finish", () => {
    response.detachSocket(socket as Socket);
    socket.end();
    // What the client sends behind a refused upgrade is read by nobody.
    socket.resume();
  });
  return response;
}
