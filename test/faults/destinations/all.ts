import { inject } from "vitest";
import type { DestinationKind } from "./destination.js";
import { http } from "./http.js";
import { kafka } from "./kafka.js";
import { nats } from "./nats.js";
import { postgres } from "./postgres.js";

/** Those that need a server of others. */
const others: readonly ["nats" | "kafka" | "postgres", DestinationKind][] = [
  ["nats", nats],
  ["kafka", kafka],
  ["postgres", postgres],
];

const obstacles = inject("destinations");

/** All destinations; where one cannot be had here, the reason stands beside it. */
export const destinations: readonly { readonly kind: DestinationKind; readonly obstacle?: string }[] = [
  { kind: http },
  ...others.flatMap(([name, kind]) => {
    const obstacle = obstacles?.[name];
    if (obstacle === undefined) return [];
    return [obstacle === null ? { kind } : { kind, obstacle }];
  }),
];
