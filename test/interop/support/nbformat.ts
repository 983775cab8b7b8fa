import { askWorker } from "./python-worker.js";

/** What nbformat said: a result, or its error. */
export type Outcome<Result> = { readonly result: Result; error?: undefined } | { readonly error: string };

/** What nbformat can be asked of a notebook. */
export interface NbformatAnswers {
  /** Whether it matches the schema of its version. */
  readonly schema: Outcome<null>;
  /** The same, after cells that lack an id got one. */
  readonly validate: Outcome<null>;
  readonly read: Outcome<{ notebook: unknown; message: string | null }>;
  /** The notebook in format 4. */
  readonly convert: Outcome<unknown>;
  /** The text of its file. */
  readonly write: Outcome<string>;
  /** By which its file is recognized, with the key "the secret of the tests". */
  readonly digest: Outcome<string>;
}

/** Asks one Python process the same of many notebooks. */
export function askNbformat<Action extends keyof NbformatAnswers>(
  python: string,
  actions: readonly Action[],
  notebooks: readonly unknown[],
): Promise<Pick<NbformatAnswers, Action>[]> {
  return askWorker(
    python,
    "nbformat_worker.py",
    notebooks.map((notebook) => ({ actions, notebook })),
  );
}
