import { afterAll, beforeAll } from "vitest";
import { PostgresHandler } from "@daybook/handlers";
import { testContract } from "../../../packages/eventlog/test/support/contract.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { PostgresServer } from "../../support/postgres-server.js";
import { TcpProxy } from "../support/tcp-proxy.js";

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.create();
});
afterAll(() => server?.remove());

testContract(
  "PostgresHandler with a real PostgreSQL",
  {
    level: "delivered",
    async create() {
      const database = await server.createDatabase();
      const proxy = await TcpProxy.before(server.port);
      const spool = temporaryFolder();
      const make = () =>
        new PostgresHandler({
          ...server.options(database),
          port: proxy.port,
          spool,
          retryDelay: 5,
          maxRetryDelay: 5,
        });
      return {
        handler: make(),
        reopen: make,
        read: () => readLines(database),
        break: () => proxy.goAway(),
        mend: () => proxy.comeBack(),
        dispose: () => proxy.close(),
      };
    },
  },
  { C5: "jsonb takes no NUL and no half of a surrogate pair: see postgres.test.ts" },
);

/** The lines as they were, in the order in which the rows were added: jsonb has an order of its own for the keys. */
async function readLines(database: string): Promise<string[]> {
  const there = await server.query("SELECT to_regclass('events') IS NOT NULL AS there", database);
  if (!there[0]?.there) return [];
  const rows = await server.query("SELECT event FROM events ORDER BY ctid", database);
  return rows.map(({ event }) => {
    const { number, text, __timestamp__, __schema__, __schema_version__, __metadata_version__ } =
      event as Record<string, unknown>;
    return JSON.stringify({
      __timestamp__,
      __schema__,
      __schema_version__,
      __metadata_version__,
      number,
      text,
    });
  });
}
