/** The events of the faults: those of a sender are numbered from 1 on. */
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

/** As long as the number says, so that lines differ in length and a torn one shows. */
export function fillerOf(number) {
  return String(number % 10).repeat((number * 37) % 1500);
}

export function attempt(sender, number) {
  return { sender, number, filler: fillerOf(number) };
}
