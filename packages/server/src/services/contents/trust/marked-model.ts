import { isObject } from "@daybook/eventlog";
import type { ContentsModel } from "../model.js";
import type { Notary } from "./notary.js";
import { markCells } from "./trusted-cells.js";

/** The model of a notebook, where it is one and has its content, with each code cell marked as trusted or not. */
export async function markedModel(
  model: ContentsModel,
  notary: Notary,
  warn: (message: string, cause: unknown) => void,
): Promise<ContentsModel> {
  const { type, content } = model;
  if (type !== "notebook" || !isObject(content)) return model;
  const trusted = await notary.isTrusted(content).catch((error) => {
    warn("a notebook was opened as if nobody trusted it", error);
    return false;
  });
  return { ...model, content: markCells(content, trusted) };
}
