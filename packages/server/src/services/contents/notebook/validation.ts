import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import type { NotebookPart } from "./lines.js";
import { newestMinor, notebookSchema } from "./schema.js";

const ajv = new Ajv({ allowUnionTypes: true });
const validators = new Map<number, ValidateFunction>();

/**
 * Checks a notebook against the schema of its own version, 4.0 or newer.
 *
 * @returns what is wrong first, and where, without quoting the notebook; `undefined` where it is valid
 */
export function notebookProblem(notebook: NotebookPart): string | undefined {
  const { nbformat_minor: given } = notebook;
  const minor = Number.isSafeInteger(given) && (given as number) >= 0 ? (given as number) : 0;
  const validate = validatorOf(Math.min(minor, newestMinor + 1));
  if (validate(notebook)) return undefined;
  const [error] = validate.errors ?? [];
  return `Notebook validation failed: ${error === undefined ? "it is not valid" : inWords(error, minor)}`;
}

function validatorOf(minor: number): ValidateFunction {
  let validate = validators.get(minor);
  if (validate === undefined) {
    validate = ajv.compile(notebookSchema(minor));
    validators.set(minor, validate);
  }
  return validate;
}

function inWords(
  { instancePath, keyword, params, message = "is not valid" }: ErrorObject,
  minor: number,
): string {
  const place = placeOf(instancePath);
  switch (keyword) {
    case "required":
      return `${place} lacks '${params.missingProperty}'`;
    case "additionalProperties":
      return `${place} has a property${quoted(params.additionalProperty)} that format 4.${minor} does not define there`;
    case "enum":
      return `${place} must be one of ${params.allowedValues.join(", ")}`;
    case "type":
      return `${place} must be ${[params.type].flat().join(" or ")}`;
    default:
      return `${place} ${message}`;
  }
}

/** Keys are the notebook's own words: only what looks like a name of a format is repeated. */
function quoted(key: string): string {
  return /^[a-z][a-z_]{0,31}$/.test(key) ? ` '${key}'` : "";
}

/** `/cells/0/source` as `cells[0].source`; keys that the format leaves open stand as `*`. */
function placeOf(pointer: string): string {
  const segments = pointer.split("/").slice(1);
  const steps = segments.map((segment, index) => {
    if (/^\d+$/.test(segment)) return `[${segment}]`;
    return `${index === 0 ? "" : "."}${openKeys(segments, index) ? "*" : segment}`;
  });
  return steps.length === 0 ? "the notebook" : steps.join("");
}

/** Below these, the keys are MIME types, file names and the like. */
function openKeys(segments: readonly string[], index: number): boolean {
  return segments.slice(0, index).some((segment) => ["data", "attachments", "execution"].includes(segment));
}
