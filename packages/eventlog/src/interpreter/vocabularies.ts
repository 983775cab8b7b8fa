import type { DialectName, Keyword } from "./keyword.js";
import { itemsOf } from "./keywords/arrays.js";
import { branches } from "./keywords/branches.js";
import { contains, containsLimits } from "./keywords/contains.js";
import { dependencies, newDependencies } from "./keywords/dependencies.js";
import { formatLimits, formats } from "./keywords/formats.js";
import { limits } from "./keywords/limits.js";
import { members } from "./keywords/members.js";
import { numbers } from "./keywords/numbers.js";
import { objects } from "./keywords/objects.js";
import { pattern } from "./keywords/pattern.js";
import { dynamicReferences, reference } from "./keywords/references.js";
import { unevaluated } from "./keywords/unevaluated.js";
import { uniqueItems } from "./keywords/unique-items.js";
import { values } from "./keywords/values.js";

/** The keywords of each dialect, in the order in which Ajv tells of them. */
export const vocabularies: Readonly<Record<DialectName, readonly Keyword[]>> = {
  "draft-07": [
    ...[...limits, ...numbers, pattern, ...formats, ...formatLimits],
    ...[reference, ...values, ...branches],
    ...[...itemsOf["draft-07"], contains, uniqueItems],
    ...[...objects, dependencies, ...members],
  ],
  "2020-12": [
    ...[...limits, ...numbers, pattern, ...formats, ...formatLimits],
    ...[...dynamicReferences, reference, ...values, ...branches],
    ...[...itemsOf["2020-12"], contains, uniqueItems, ...containsLimits],
    ...[...objects, dependencies, ...members, ...newDependencies],
    ...unevaluated,
  ],
};
