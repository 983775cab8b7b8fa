import { type EventLog, UnknownSchemaError } from "@daybook/eventlog";
import type { IncomingMessage } from "node:http";

/** How somebody proved who they are, or tried to: `form` of the login page, `link` with a token, `token` of a program. */
export type SignInMethod = "form" | "link" | "token";

/** A token that comes from an address where none came from for so long is a sign-in, in milliseconds. */
const signInLasts = 60 * 60_000;

/** So old may what is known of an address be before it is renewed: most calls of a program then cost a look-up. */
const renewedEvery = 60_000;

/** So many addresses are remembered; of the one that was renewed longest ago the next call counts as a sign-in again. */
const mostAddresses = 10_000;

/** So many failures are recorded each minute, and one more for all others of it. */
const mostFailures = 30;
const minute = 60_000;

interface Failure {
  readonly method: SignInMethod;
  readonly address: string;
  readonly timestamp: Date;
}

/**
 * Records who signs in and who is refused, at `daybook/authentications`. The token comes with every call, and wrong ones
 * may come by the thousand, so it decides what is one sign-in and which failures are told (`docs/decisions/0031`).
 */
export class SignIns {
  readonly #log: EventLog;
  readonly #report: (problem: string) => void;
  readonly #username: string | undefined;
  /** When each token was seen last at each address, in the order of that. */
  readonly #seen = new Map<string, number>();
  /** When the minute began in which failures are counted, and how many of it were recorded. */
  #minuteBegan = Number.NEGATIVE_INFINITY;
  #recorded = 0;
  /** The last failure that was not recorded, and how many there are, itself included. */
  #pending: Failure | undefined;
  #leftOut = 0;
  #timer: NodeJS.Timeout | undefined;

  /** @param username whose token it is; absent where there are several users */
  constructor({ log, report }: { log: EventLog; report: (problem: string) => void }, username?: string) {
    this.#log = log;
    this.#report = report;
    this.#username = username;
  }

  /** Somebody signed in at the login page, or by a link. */
  succeeded(method: "form" | "link", request: IncomingMessage, username = this.#username): void {
    this.#success(method, addressOf(request), username);
  }

  /**
   * The right token came with a call of a program.
   *
   * @param token tells it from other tokens that are right, and is not the token itself; absent where there is only one
   */
  tokenUsed(request: IncomingMessage, username = this.#username, token = ""): void {
    const address = addressOf(request);
    // No address has a blank in it.
    const key = `${address} ${token}`;
    const now = performance.now();
    const last = this.#seen.get(key) ?? Number.NEGATIVE_INFINITY;
    if (now - last < renewedEvery) return;
    this.#seen.delete(key);
    this.#seen.set(key, now);
    if (now - last < signInLasts) return;
    this.#forgetOne();
    this.#success("token", address, username);
  }

  /** A wrong token or password came. */
  failed(method: SignInMethod, request: IncomingMessage): void {
    const failure = { method, address: addressOf(request), timestamp: new Date() };
    const now = performance.now();
    if (this.#timer === undefined && now - this.#minuteBegan >= minute) this.#beginMinute(now);
    if (this.#recorded < mostFailures) {
      this.#failure(failure);
      return;
    }
    this.#pending = failure;
    this.#leftOut++;
    this.#timer ??= setTimeout(() => this.#endMinute(), this.#minuteBegan + minute - now).unref();
  }

  /** Records what is left of a flood. */
  close(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#recordPending();
  }

  #endMinute(): void {
    this.#timer = undefined;
    this.#beginMinute(performance.now());
    this.#recordPending();
  }

  #beginMinute(now: number): void {
    this.#minuteBegan = now;
    this.#recorded = 0;
  }

  #recordPending(): void {
    if (this.#pending === undefined) return;
    const failure = this.#pending;
    this.#pending = undefined;
    this.#leftOut--;
    this.#failure(failure);
  }

  #failure({ method, address, timestamp }: Failure): void {
    this.#recorded++;
    const leftOut = this.#leftOut;
    this.#leftOut = 0;
    this.#record(
      { outcome: "failure", method, address, ...(leftOut === 0 ? {} : { left_out: leftOut }) },
      timestamp,
    );
  }

  #success(method: SignInMethod, address: string, username: string | undefined): void {
    const name = username === undefined ? {} : { username, confirmed_by: "server" };
    this.#record({ outcome: "success", method, address, ...name }, new Date());
  }

  #record(event: Record<string, unknown>, timestamp: Date): void {
    try {
      this.#log.recordEvent("daybook/authentications", 1, event as never, { timestamp });
    } catch (error) {
      // A program that serves with a log of its own may have no use for them.
      if (error instanceof UnknownSchemaError) return;
      // Whether it is recorded is nothing that decides who may come in.
      this.#report(`an authentication was not recorded: ${(error as Error).message}`);
    }
  }

  #forgetOne(): void {
    if (this.#seen.size <= mostAddresses) return;
    for (const key of this.#seen.keys()) {
      this.#seen.delete(key);
      return;
    }
  }
}

/** An IPv4 address that came to a socket for both kinds is written as what it is. */
function addressOf({ socket }: IncomingMessage): string {
  return (socket.remoteAddress ?? "").replace(/^::ffff:(?=\d+\.)/, "");
}
