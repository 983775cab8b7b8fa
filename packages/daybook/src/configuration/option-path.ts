/** Where something stands in a configuration: names of options and positions in lists. */
export type OptionPath = readonly (string | number)[];

/** A path as messages write it: `EventLog.handlers[0].filename`. */
export function optionPathText(place: OptionPath): string {
  let text = "";
  for (const part of place) {
    if (typeof part === "number") text += `[${part}]`;
    else if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}

/** True where a path is the outer one or leads to what stands inside it. */
export function isWithin(place: OptionPath, outer: OptionPath): boolean {
  return outer.every((part, index) => place[index] === part);
}
