import type { Kernel, KernelModel } from "../kernels/kernel.js";

/** A session as the REST API shows it. */
export interface SessionModel {
  readonly id: string;
  /** Of the notebook or file; consoles make one up. */
  readonly path: string;
  readonly name: string;
  /** `notebook`, `file`, `console`, or what else a front end calls it. */
  readonly type: string;
  readonly kernel: KernelModel;
  /** For notebooks only, from the time when there was nothing else. */
  readonly notebook?: { readonly path: string; readonly name: string };
}

/** Where a session is shown, and how it is called. */
export interface SessionLabels {
  readonly path: string;
  readonly name: string;
  readonly type: string;
}

/** A notebook or console that is open, and its kernel. */
export class Session {
  readonly id: string;
  labels: SessionLabels;
  kernel: Kernel;

  constructor(id: string, labels: SessionLabels, kernel: Kernel) {
    this.id = id;
    this.labels = labels;
    this.kernel = kernel;
  }

  model(): SessionModel {
    const { path, name, type } = this.labels;
    return {
      id: this.id,
      path,
      name,
      type,
      kernel: this.kernel.model(),
      ...(type === "notebook" ? { notebook: { path, name } } : {}),
    };
  }
}
