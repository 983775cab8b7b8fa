import {
  EventLogError,
  HandlerError,
  readOptionFile,
  readSecret,
  type Secret,
  secretSchema,
} from "@daybook/eventlog";
import type { Authenticator } from "@nats-io/transport-node";

type Client = typeof import("@nats-io/transport-node");

/** How to log in to a NATS server; at most one way. */
export interface NatsLogin {
  /** A token. Default: none. */
  readonly token?: Secret;
  /** The name of a user, with `password`. Default: none. */
  readonly user?: string;
  readonly password?: Secret;
  /** A file with the credentials (JWT and seed) that `nsc` made. Default: none. */
  readonly credentials?: string;
  /** The seed of an nkey, `SU..`. Default: none. */
  readonly nkey?: Secret;
}

/** JSON Schema of the properties of {@link NatsLogin}. */
export const natsLoginSchema = {
  token: secretSchema,
  user: { type: "string", minLength: 1 },
  password: secretSchema,
  credentials: { type: "string", minLength: 1 },
  nkey: secretSchema,
} as const;

/** @throws {EventLogError} code `invalid-option` */
export function checkNatsLogin({ token, user, password, credentials, nkey }: NatsLogin): void {
  const ways = [token, user, credentials, nkey].filter((way) => way !== undefined);
  if (ways.length > 1) {
    const message = "a NatsHandler logs in with one of token, user, credentials and nkey";
    throw new EventLogError("invalid-option", message);
  }
  if ((user === undefined) !== (password === undefined)) {
    throw new EventLogError("invalid-option", "a NatsHandler needs user and password together");
  }
}

/** What is logged in with: read anew for each connection, so that it can be changed without a restart. */
export interface NatsSecrets {
  readonly token?: string;
  readonly password?: string;
  readonly credentials?: string;
  readonly nkey?: string;
}

/** @throws {HandlerError} where a secret is not where it should be */
export function readNatsSecrets(login: NatsLogin, directory: string): NatsSecrets {
  const { token, password, credentials, nkey } = login;
  return {
    ...(token && { token: readSecret("token", token, directory) }),
    ...(password && { password: readSecret("password", password, directory) }),
    ...(credentials && { credentials: readOptionFile("credentials", credentials, directory) }),
    ...(nkey && { nkey: readSecret("nkey", nkey, directory) }),
  };
}

/** @throws {HandlerError} where credentials or nkey are none */
export function natsAuthenticator(client: Client, login: NatsLogin, secrets: NatsSecrets): Authenticator[] {
  const bytes = (text: string) => new TextEncoder().encode(text);
  const { token, password, credentials, nkey } = secrets;
  if (token !== undefined) return [client.tokenAuthenticator(token)];
  if (password !== undefined) return [client.usernamePasswordAuthenticator(login.user ?? "", password)];
  const authenticator =
    credentials !== undefined
      ? client.credsAuthenticator(bytes(credentials))
      : nkey !== undefined && client.nkeyAuthenticator(bytes(nkey));
  if (!authenticator) return [];
  const what = nkey === undefined ? "credentials file" : "nkey";
  const checked: Authenticator = (nonce) => {
    try {
      return authenticator(nonce);
    } catch {
      // Its message may quote the seed.
      throw new HandlerError(`the ${what} cannot be read as one`);
    }
  };
  return [checked];
}
