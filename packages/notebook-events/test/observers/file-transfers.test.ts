import { describe, expect, it } from "vitest";
import { fileTransfersObserver } from "../../src/index.js";
import { exchangeOfCall } from "./calls.js";
import { fileTransfers, noTransfers } from "./file-transfer-calls.js";

describe("fileTransfersObserver", () => {
  it.each(fileTransfers)("records $title", (call) => {
    expect(fileTransfersObserver.observe(exchangeOfCall(call))).toStrictEqual([
      { schema: "daybook/file-transfers", version: 1, event: call.event },
    ]);
  });

  it.each(noTransfers)("gives no event for $title", (call) => {
    expect(fileTransfersObserver.observe(exchangeOfCall(call))).toEqual([]);
  });
});
