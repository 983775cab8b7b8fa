import { askWorker } from "./python-worker.js";

/** A schema and events of it. */
export interface Question {
  readonly schema: object;
  readonly events: readonly object[];
}

/** What became of each event; or why the schema was not registered. */
export type Answer =
  | { readonly answers: readonly Fate[]; readonly error?: undefined }
  | { readonly error: string };

/** The properties that were recorded, or the class of the error. */
export type Fate =
  | { readonly recorded: object; readonly invalid?: undefined }
  | { readonly invalid: string; readonly recorded?: undefined };

/** Asks one Python process what jupyter_events makes of events. */
export function askJupyterEvents(python: string, questions: readonly Question[]): Promise<Answer[]> {
  return askWorker(python, "jupyter_events_worker.py", questions);
}
