import type { Acknowledgement } from "../acknowledgement.js";
import type { EventRecord, Handler } from "../handler.js";

/** A fresh handler with its destination, for one check. */
export interface HandlerUnderTest {
  /** Not opened yet. */
  readonly handler: Handler;
  /** The lines that have reached the destination so far, without their ends, in order. */
  read?(): Promise<string[]>;
  /** Makes the destination fail: from now on nothing reaches it, and the handler gets to know. */
  break?(): void | Promise<void>;
  /** Makes the destination work again. */
  mend?(): void | Promise<void>;
  /** Only for handlers with a spool: makes another handler on the same spool and destination, as the next start does. */
  reopen?(): Handler;
  /** Cleans up after the check, whatever came of it. The handler is closed by then. */
  dispose?(): void | Promise<void>;
}

/** The parts of a harness that some handlers cannot have. */
export type HarnessPart = "read" | "keep" | "faults" | "spool";

/** What the suite needs to know of a handler. */
export interface HandlerHarness {
  /** Makes a fresh handler with a destination of its own. */
  create(): HandlerUnderTest | Promise<HandlerUnderTest>;
  /**
   * Which parts there are not, each with the reason: `read` (nothing can be read back), `keep` (the handler has no
   * `keep`), `faults` (the destination cannot be broken and mended), `spool` (`reopen` cannot be). The checks that need
   * them are skipped and say so.
   */
  readonly without?: Readonly<Partial<Record<HarnessPart, string>>>;
  /**
   * For handlers with a spool: the level at which an event is readable at the destination, `delivered`. The checks then
   * flush and keep at that level, and expect of the handler that it holds on to what it took. Default: the handler has
   * no spool, and its own `keep` and `flush` without a level mean that.
   */
  readonly level?: Acknowledgement;
}

/** One check of the contract, to be run by any test runner. */
export interface ContractCheck {
  /** Begins with the number of the clause that it proves, such as `C4`. */
  readonly name: string;
  /** Why the check is left out, if it is; hand it to the test runner's skip. */
  readonly skip?: string;
  /** @throws {AssertionError} where the handler breaks the clause */
  run(): Promise<void>;
}

/** What the checks of one file are made of. */
export interface CheckDefinition {
  readonly name: string;
  readonly needs: readonly HarnessPart[];
  /** Where handlers with a spool promise something else than those without: whose check it is. Default: that of both. */
  readonly only?: "with a spool" | "without a spool";
  run(stage: Stage): Promise<void>;
}

/** A handler under test, opened, with what it reported. */
export interface Stage extends Required<Omit<HandlerUnderTest, "dispose">> {
  readonly problems: Error[];
  /** `keep`, or what a log does in its place. Default: at the level at which the event is readable. */
  keep(record: EventRecord, level?: Acknowledgement): Promise<void>;
  /** Flushes at the level at which events are readable. */
  flush(): Promise<void>;
  /** Opens a handler that is not the first one. */
  open(handler: Handler): void;
  /** Flushes until that succeeds: a destination that was mended may take a moment to be found again. */
  flushAfterMend(): Promise<void>;
}
