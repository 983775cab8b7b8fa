import type { Handler } from "@daybook/eventlog";

/** Flushes until nothing is in the way any more. */
export async function flushed(handler: Handler): Promise<void> {
  for (let attempt = 0; attempt < 500; attempt++) {
    const failure = await handler.flush("delivered").catch((error: Error) => error);
    if (failure === undefined) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error("the events have not arrived");
}
