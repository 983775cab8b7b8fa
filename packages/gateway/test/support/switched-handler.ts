import type { Handler } from "@daybook/eventlog";

/** A handler that can, or cannot, as a test says. */
export class SwitchedHandler implements Handler {
  works = true;
  readonly lines: string[] = [];

  handle({ line }: { readonly line: string }): void {
    this.lines.push(line);
  }

  async ready(): Promise<void> {
    if (!this.works) throw new Error("the disk is full");
  }

  async flush(): Promise<void> {}
  async close(): Promise<void> {}
}
