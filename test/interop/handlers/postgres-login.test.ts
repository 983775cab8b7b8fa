import { execFileSync } from "node:child_process";
import { chmodSync } from "node:fs";
import { join } from "node:path";
import { PostgresHandler, type PostgresHandlerOptions } from "@daybook/handlers";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { sampleRecord } from "../../../packages/eventlog/src/testing/sample-records.js";
import { opened } from "../../../packages/handlers/test/support/opened.js";
import { temporaryFolder } from "../../support/temporary-folder.js";
import { openPostgresHandler, soon } from "../support/postgres-handler.js";
import { PostgresServer } from "../../support/postgres-server.js";

let server: PostgresServer;
beforeAll(async () => {
  server = await PostgresServer.create();
});
afterAll(() => server?.remove());

const handlerOn = (given: PostgresHandlerOptions) => openPostgresHandler(server, given);

describe("the login", () => {
  afterEach(() => {
    delete process.env.PGPASSWORD;
    delete process.env.PGPASSFILE;
  });

  test("is refused with a wrong password, which is not shown", async () => {
    process.env.PGPASSWORD = "wrong-but-secret";
    const { options } = await withoutPassword();
    const { handler, messages, says } = opened(new PostgresHandler(options));
    handler.handle(sampleRecord(1));
    await says("the server refuses the user or the password (SQLSTATE 28P01)");
    await handler.close();
    expect(messages.join()).not.toContain("wrong-but-secret");
  });

  test("takes PGPASSWORD, or the line in .pgpass, or what stands in the address", async () => {
    const { options, database } = await withoutPassword();
    const { password } = PostgresServer;
    const { host, port, user } = options;
    const address = `postgres://${user}:${password}@${host}:${port}/${database}`;
    const inAddress = opened(new PostgresHandler({ ...fresh(), connectionString: address }));
    await inAddress.handler.keep(sampleRecord(1), "delivered");
    expect(inAddress.handler.name).toBe(`PostgresHandler ${host}:${port}/${database}`);

    const secretFile = { ...fresh(), password: { file: join(server.folder, "password") } };
    const beside = address.replace(`:${password}`, "");
    await opened(new PostgresHandler({ ...secretFile, connectionString: beside })).handler.keep(
      sampleRecord(2),
      "delivered",
    );

    const folder = temporaryFolder({ pgpass: `${host}:${port}:*:${user}:${password}\n` });
    process.env.PGPASSFILE = join(folder, "pgpass");
    chmodSync(process.env.PGPASSFILE, 0o600);
    await opened(new PostgresHandler({ ...options, ...fresh() })).handler.keep(sampleRecord(3), "delivered");
    delete process.env.PGPASSFILE;

    process.env.PGPASSWORD = password;
    await opened(new PostgresHandler({ ...options, ...fresh() })).handler.keep(sampleRecord(4), "delivered");
    expect(await server.query("SELECT 1 FROM events", database)).toHaveLength(4);
  });

  test("by TLS trusts nobody whom it was not told to", async () => {
    const { certificate, settings } = makeCertificate();
    await server.stop();
    await server.start(...settings);
    const trusting = await handlerOn({ host: "localhost", tls: { ca: certificate } });
    await trusting.handler.keep(sampleRecord(1), "delivered");
    const wary = await handlerOn({ host: "localhost", tls: {} });
    wary.handler.handle(sampleRecord(1));
    await wary.says("its certificate is signed by itself (DEPTH_ZERO_SELF_SIGNED_CERT)");
    await server.stop();
    await server.start();
    const refused = await handlerOn({ tls: { ca: certificate } });
    refused.handler.handle(sampleRecord(1));
    await refused.says("the server offers no TLS; turn it on there, or leave out tls");
  });

  async function withoutPassword() {
    const database = await server.createDatabase();
    const { password: _, ...options } = server.options(database);
    return { database, options: { ...options, ...soon, spool: temporaryFolder() } };
  }

  const fresh = () => ({ ...soon, spool: temporaryFolder() });

  /** Makes a certificate for localhost, and what the server needs to use it. */
  function makeCertificate() {
    const certificate = join(server.folder, "tls.crt");
    const key = join(server.folder, "tls.key");
    const request = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost"];
    const rest = ["-addext", "subjectAltName=DNS:localhost", "-keyout", key, "-out", certificate];
    execFileSync("openssl", [...request, ...rest], { stdio: "ignore" });
    server.giveAway(key);
    return { certificate, settings: ["ssl=on", `ssl_cert_file=${certificate}`, `ssl_key_file=${key}`] };
  }
});
