import type { EventLog } from "@daybook/eventlog";

/** What becomes of an action whose event cannot be recorded now. */
export type OnFailure = "continue" | "refuse";

/** How a JupyterHub is reached, and what it knows the gateway as. */
export interface HubOptions {
  /** Where the hub answers its API: `http://127.0.0.1:8081/hub/api`. */
  readonly apiUrl: string;
  /**
   * Where the endpoints for events of all users are, whose last part is the name of the gateway among the services of the
   * hub. Default: `services/daybook/` below the path of `upstream`.
   */
  readonly servicePrefix?: string | undefined;
}

/** What a gateway is started with. */
export interface GatewayOptions {
  /** Records the events. It stays the caller's: closing the gateway does not close it. */
  readonly log: EventLog;
  /** The server behind it, with its base URL: `http://127.0.0.1:8888/user/ada/`. */
  readonly upstream: string;
  /** The address to listen on. Default: 127.0.0.1, this machine only. */
  readonly ip?: string;
  /** Default: 8000; 0 takes a free one. */
  readonly port?: number;
  /**
   * What happens to an action, by the schema of its event, while the event cannot be recorded: `refuse` answers it 503
   * before the server behind sees it. Default: `continue`, the notebook comes first.
   */
  readonly onFailure?: Readonly<Record<string, OnFailure>>;
  /**
   * Addresses, or networks such as `10.0.0.0/8`, of proxies in front of the gateway. What they say of their client is
   * believed and passed on; what anybody else says of it is dropped. Default: none.
   */
  readonly trustedProxies?: readonly string[];
  /**
   * The header in which these proxies name the user whom they have let in. Others who send it have it dropped. Default:
   * none; the server behind says who sent a request.
   */
  readonly userHeader?: string | undefined;
  /** For how many seconds an answer about who sent a request holds, and so how late a revoked token is noticed. Default: 60. */
  readonly identityMaxAge?: number;
  /**
   * For how many seconds it is waited for the end of code whose kernel nobody is connected to any more; then it is recorded
   * without one. Default: 86400, a day.
   */
  readonly executionPatience?: number;
  /** The JupyterHub that `upstream` is the public address of. Default: none; it is that of one notebook server. */
  readonly hub?: HubOptions | undefined;
  /** The largest event that is posted, alone or in a batch, in bytes of its JSON. Default: 1 MiB. */
  readonly maxEventSize?: number;
  /** Is told what goes wrong, without anything of a request. Default: writes to standard error. */
  readonly report?: (problem: string) => void;
}

/** The same with every default filled in. */
export type CompleteGatewayOptions = Required<GatewayOptions>;

/** Fills in the defaults. */
export function completeOptions(options: GatewayOptions): CompleteGatewayOptions {
  return {
    ip: "127.0.0.1",
    port: 8000,
    onFailure: {},
    trustedProxies: [],
    userHeader: undefined,
    hub: undefined,
    identityMaxAge: 60,
    executionPatience: 86_400,
    maxEventSize: 1024 * 1024,
    report: (problem) => process.stderr.write(`daybook: ${problem}\n`),
    ...options,
  };
}
