import { mediaTypeOf } from "../media-type.js";
import { chunkOf, isEmptyPut } from "./contents-put.js";
import { contentsRoute, withoutOuterSlashes } from "./contents-route.js";
import { bodyProperty, bodyText, type Exchange } from "./exchange.js";
import type { Observation, Observer } from "./observer.js";

interface Transfer {
  readonly direction: "download" | "upload";
  readonly path: string;
  readonly extent: "whole" | "part" | "broken-off";
  readonly bytes: number | undefined;
  readonly mediaType: string | undefined;
}

/**
 * Files that leave and come: downloads below `files/`, which the exchange has to describe as they ended, and uploads
 * through the contents API.
 *
 * @example
 * const call = { method: "GET", path: "files/a.csv", status: 200, user: "ada" };
 * fileTransfersObserver.observe({ ...call, responseType: "text/csv; charset=utf-8", responseBytes: 12 });
 * // one observation of { direction: "download", path: "a.csv", extent: "whole", bytes: 12, media_type: "text/csv", .. }
 */
export const fileTransfersObserver: Observer = {
  name: "file transfers",
  observe(exchange: Exchange): Observation[] {
    const transfer = downloadOf(exchange) ?? uploadOf(exchange);
    if (transfer === undefined) return [];
    const { direction, path, extent, bytes, mediaType } = transfer;
    return [
      {
        schema: "daybook/file-transfers",
        version: 1,
        event: {
          direction,
          path,
          extent,
          ...(bytes === undefined ? {} : { bytes }),
          ...(mediaType === undefined ? {} : { media_type: mediaType }),
          username: exchange.user ?? "",
          ...(exchange.confirmedBy === undefined ? {} : { confirmed_by: exchange.confirmedBy }),
        },
      },
    ];
  },
};

function downloadOf(exchange: Exchange): Transfer | undefined {
  const { method, status, responseType, responseBytes, responseBrokeOff } = exchange;
  const path = pathBelowFiles(exchange.path);
  if (method !== "GET" || path === undefined || (status !== 200 && status !== 206)) return undefined;
  return {
    direction: "download",
    path,
    extent: responseBrokeOff ? "broken-off" : status === 206 ? "part" : "whole",
    bytes: responseBytes,
    mediaType: responseType?.split(";", 1)[0]?.trim().toLowerCase() || mediaTypeOf(path),
  };
}

function pathBelowFiles(urlPath: string): string | undefined {
  const prefix = "files/";
  if (!urlPath.startsWith(prefix)) return undefined;
  try {
    return withoutOuterSlashes(decodeURIComponent(urlPath.slice(prefix.length)));
  } catch {
    return undefined;
  }
}

/** New files, and those that come in pieces, which no save does. */
function uploadOf({ method, path, status, requestBody, responseBody }: Exchange): Transfer | undefined {
  if (method !== "PUT" || (status !== 200 && status !== 201)) return undefined;
  const route = contentsRoute(method, path);
  if (route?.kind !== "contents" || isEmptyPut(requestBody)) return undefined;
  if (bodyProperty(requestBody, "type") === "directory") return undefined;
  const chunk = chunkOf(requestBody);
  if (chunk === undefined ? status !== 201 : chunk !== -1) return undefined;
  const size = bodyProperty(responseBody, "size");
  return {
    direction: "upload",
    path: route.path,
    extent: "whole",
    bytes: Number.isSafeInteger(size) ? (size as number) : undefined,
    mediaType: bodyText(responseBody, "mimetype") ?? mediaTypeOf(route.path),
  };
}
