import { SchemaError } from "../errors.js";
import type { EventPlace } from "./event-place.js";
import type { SchemaObject } from "./keywords.js";
import type { References } from "./references.js";

const maximumPlaces = 10_000;
const maximumSchemas = 1_000;
/** How often a place may be come upon, so that finding out what is too much does not itself take too long. */
const maximumVisits = 100_000;

/**
 * Refuses a schema that describes so many different places of an event, or one place by so many schemas, that policy
 * could not be worked out for them: references can combine a few schemas in more ways than there is memory.
 *
 * @throws {SchemaError} with the place of the first part that describes the place too many
 */
export function checkPlaces(root: EventPlace, references: References): void {
  const numbers = new Map<SchemaObject, number>();
  const numberOf = (schema: SchemaObject) => {
    const number = numbers.get(schema) ?? numbers.size;
    numbers.set(schema, number);
    return number;
  };
  const seen = new Set<string>();
  const waiting = [root];
  let visits = 0;
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop()) {
    if (place.schemas.length > maximumSchemas) {
      throw new SchemaError(
        `more than ${maximumSchemas} of its parts look at one value; describe each value by fewer`,
        { place: placeOf(place, references) },
      );
    }
    const signature = place.signature(numberOf);
    if (place.schemas.length === 0 || seen.has(signature)) continue;
    seen.add(signature);
    visits += place.propertyNames.length + place.patterns.length + place.tupleLength;
    if (seen.size > maximumPlaces || visits > maximumVisits) {
      throw new SchemaError(
        `it describes more than ${maximumPlaces} different places of an event; combine fewer schemas`,
        { place: placeOf(place, references) },
      );
    }
    for (const name of place.propertyNames) waiting.push(place.property(name));
    for (const pattern of place.patterns) waiting.push(place.membersMatching(pattern));
    waiting.push(place.otherMembers);
    for (let index = 0; index <= place.tupleLength; index++) waiting.push(place.item(index));
  }
}

function placeOf({ schemas: [nearest] }: EventPlace, references: References): string | undefined {
  return nearest && references.placeOf(nearest);
}
