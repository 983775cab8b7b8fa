import type { DestinationKind } from "./destination.js";
import { http } from "./http.js";

export const destinations: readonly DestinationKind[] = [http];
