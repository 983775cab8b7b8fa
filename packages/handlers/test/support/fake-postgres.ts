import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import pg from "pg";

/** An error as the database reports it: the SQLSTATE, and the constraint where one is to blame. */
export interface FakeFailure {
  readonly code: string;
  readonly constraint?: string;
}

/** Speaks as much of PostgreSQL's protocol as a batch needs, keeps its rows in memory, and fails as a test tells it. */
export class FakePostgres {
  /** The lines that were added, each id once. */
  readonly lines: string[] = [];
  /** What happens to a statement, and the lines that come with it, before it is carried out. */
  before: (statement: string, lines: readonly string[]) => FakeFailure | undefined = () => undefined;
  /** Takes the next batch, and cuts the connection in place of an answer. */
  losesNextAnswer = false;
  encoding = "UTF8";
  readonly #ids = new Set<string>();
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();
  #tableIsThere = false;
  #away = false;
  #frozen = false;

  private constructor() {
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(): Promise<FakePostgres> {
    const server = new FakePostgres();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  /** For the options of a handler. */
  get address() {
    const { port } = this.#server.address() as AddressInfo;
    return { host: "127.0.0.1", port, user: "ada", database: "hub" };
  }

  /** From now on every connection is cut at once. */
  goAway(): void {
    this.#away = true;
    for (const socket of this.#sockets) socket.destroy();
  }

  comeBack(): void {
    this.#away = false;
  }

  /** It keeps its connections, and answers nothing. */
  freeze(): void {
    this.#frozen = true;
  }

  thaw(): void {
    this.#frozen = false;
  }

  async close(): Promise<void> {
    this.goAway();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #serve(socket: Socket): void {
    if (this.#away) {
      socket.destroy();
      return;
    }
    this.#sockets.add(socket.on("close", () => this.#sockets.delete(socket)).on("error", () => {}));
    let waiting = Buffer.alloc(0);
    let greeted = false;
    let statement = "";
    let values: string[] = [];
    socket.on("data", (data) => {
      waiting = Buffer.concat([waiting, data]);
      // The first message has no letter in front of its length.
      for (;;) {
        const start = greeted ? 1 : 0;
        if (waiting.length < start + 4) return;
        const end = start + waiting.readInt32BE(start);
        if (waiting.length < end) return;
        const letter = greeted ? String.fromCharCode(waiting[0] as number) : "startup";
        const body = waiting.subarray(start + 4, end);
        waiting = waiting.subarray(end);
        greeted = true;
        if (letter === "startup") socket.write(Buffer.concat([message("R", int32(0)), ready]));
        if (letter === "P") statement = body.toString("utf8", 1, body.indexOf(0, 1));
        if (letter === "B") values = bound(body);
        if (letter === "Q") this.#answer(socket, body.toString("utf8", 0, body.length - 1), [], false);
        if (letter === "S") this.#answer(socket, statement, values, true);
        if (letter === "X") socket.end();
      }
    });
  }

  #answer(socket: Socket, statement: string, values: readonly string[], extended: boolean): void {
    if (this.#frozen) return;
    const inserts = statement.includes("INSERT");
    const [ids = [], , lines = []] = inserts ? values.map(arrayOf) : [];
    const failure = this.before(statement, lines);
    if (failure !== undefined) {
      socket.write(Buffer.concat([failed(failure), ready]));
      return;
    }
    if (inserts) this.#add(ids, lines);
    if (inserts && this.losesNextAnswer) {
      this.losesNextAnswer = false;
      socket.destroy();
      return;
    }
    const answer = statement.includes("to_regclass")
      ? rowOf({ there: this.#tableIsThere ? "t" : "f", encoding: this.encoding })
      : [message("n")];
    if (statement.includes("CREATE TABLE")) this.#tableIsThere = true;
    const parsed = extended ? [message("1"), message("2")] : [];
    socket.write(Buffer.concat([...parsed, ...answer, message("C", text("DONE")), ready]));
  }

  #add(ids: readonly string[], lines: readonly string[]): void {
    for (const [index, id] of ids.entries()) {
      if (this.#ids.has(id)) continue;
      this.#ids.add(id);
      this.lines.push(lines[index] as string);
    }
  }
}

const int32 = (number: number) => Buffer.from([number >> 24, number >> 16, number >> 8, number]);
const text = (value: string) => Buffer.from(`${value}\0`);
const message = (letter: string, ...parts: Buffer[]) => {
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.from(letter), int32(body.length + 4), body]);
};
const ready = message("Z", Buffer.from("I"));

function failed({ code, constraint }: FakeFailure): Buffer {
  const fields = { S: "ERROR", C: code, M: "do-not-tell-52e1", ...(constraint && { n: constraint }) };
  return message(
    "E",
    ...Object.entries(fields).map(([field, value]) => text(field + value)),
    Buffer.alloc(1),
  );
}

/** One row of texts; the type of `t` and `f` is boolean (16), that of others text (25). */
function rowOf(row: Readonly<Record<string, string>>): Buffer[] {
  const count = Buffer.from([0, Object.keys(row).length]);
  const columns = Object.entries(row).map(([name, value]) =>
    Buffer.concat([text(name), Buffer.alloc(6), int32(/^[tf]$/.test(value) ? 16 : 25), Buffer.alloc(8)]),
  );
  const values = Object.values(row).map((value) => Buffer.concat([int32(value.length), Buffer.from(value)]));
  return [message("T", count, ...columns), message("D", count, ...values)];
}

/** The values of a Bind message, all of which are texts. */
function bound(body: Buffer): string[] {
  let at = body.indexOf(0, body.indexOf(0) + 1) + 1;
  at += 2 + 2 * body.readInt16BE(at);
  const count = body.readInt16BE(at);
  at += 2;
  return Array.from({ length: count }, () => {
    const length = body.readInt32BE(at);
    at += 4 + length;
    return body.toString("utf8", at - length, at);
  });
}

/** The elements of an array as PostgreSQL writes it: the client's own way to read one. */
function arrayOf(value: string): string[] {
  return pg.types.getTypeParser(1009 as number)(value) as string[];
}
