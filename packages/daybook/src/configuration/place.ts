/** Where something stands in a configuration: names of options and positions in lists. */
export type Place = readonly (string | number)[];

/** A place as messages write it: `EventLog.handlers[0].filename`. */
export function placeText(place: Place): string {
  let text = "";
  for (const part of place) {
    if (typeof part === "number") text += `[${part}]`;
    else if (!/^[\p{L}_$][\p{L}\p{N}_$-]*$/u.test(part)) text += `[${JSON.stringify(part)}]`;
    else text += text === "" ? part : `.${part}`;
  }
  return text;
}

/** True where a place is this one or stands inside it. */
export function isWithin(place: Place, outer: Place): boolean {
  return outer.every((part, index) => place[index] === part);
}
