/** What a command sees of the world around it, so that tests can give it another one. */
export interface Terminal {
  /** Prints for whoever asked: results only. */
  out(text: string): void;
  /** Prints for the person at the terminal: reports and errors. */
  err(text: string): void;
  /** The folder that paths on the command line start from. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}

/** The terminal of this process. A reader that has gone away, as with `| head`, is no reason to crash. */
export function processTerminal(): Terminal {
  // Nor is a full disk behind a redirection: whoever works on the server should not lose it over a message.
  for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});
  return {
    out: (text) => void process.stdout.write(text),
    err: (text) => void process.stderr.write(text),
    cwd: process.cwd(),
    environment: process.env,
  };
}

/** Resolves when all that was printed is through; to exit before that would cut it off. */
export async function printed(): Promise<void> {
  const streams = [process.stdout, process.stderr];
  await Promise.all(
    streams.map((stream) => new Promise<void>((resolve) => stream.write("", () => resolve()))),
  );
}
