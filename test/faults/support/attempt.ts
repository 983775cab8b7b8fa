/** An event of the driver. Those of a sender are numbered from 1 on. */
export interface Attempt {
  readonly sender: string;
  readonly number: number;
  /** As long as the number says, so that lines differ in length and a torn one shows. */
  readonly filler: string;
}

export const attemptSchema = {
  $id: "faults.example.org/attempt",
  version: 1,
  required: ["sender", "number", "filler"],
  properties: {
    sender: { type: "string" },
    number: { type: "integer" },
    filler: { type: "string" },
  },
};

export function fillerOf(number: number): string {
  return String(number % 10).repeat((number * 37) % 1500);
}

export function attempt(sender: string, number: number): Attempt {
  return { sender, number, filler: fillerOf(number) };
}

/** The body that `POST /api/eventlog` takes for it. */
export function requestBody(sender: string, number: number): string {
  const { $id: schema, version } = attemptSchema;
  return JSON.stringify({ schema, version, event: attempt(sender, number) });
}
