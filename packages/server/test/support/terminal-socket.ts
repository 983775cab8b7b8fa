import { once } from "node:events";
import { WebSocket } from "ws";

/** A client of a terminal's WebSocket, which keeps what it is shown. */
export class TerminalSocket {
  readonly socket: WebSocket;
  /** Every message but those with output, as it came. */
  readonly messages: unknown[] = [];
  /** All output. */
  text = "";

  /** @param url of the WebSocket, with the token */
  constructor(url: string) {
    this.socket = new WebSocket(url);
    this.socket.on("message", (data) => {
      const message = JSON.parse(String(data)) as unknown[];
      if (message[0] === "stdout") this.text += String(message[1]);
      else this.messages.push(message);
      this.socket.emit("shown");
    });
  }

  static async open(url: string): Promise<TerminalSocket> {
    const terminal = new TerminalSocket(url);
    await once(terminal.socket, "open");
    return terminal;
  }

  type(text: string): void {
    this.socket.send(JSON.stringify(["stdin", text]));
  }

  setSize(rows: number, columns: number): void {
    this.socket.send(JSON.stringify(["set_size", rows, columns, 0, 0]));
  }

  /** Waits until the output matches, and gives what the pattern's first brackets hold. */
  async shows(pattern: RegExp): Promise<string> {
    for (;;) {
      const match = pattern.exec(this.text);
      if (match !== null) return match[1] ?? match[0];
      await once(this.socket, "shown");
    }
  }

  async close(): Promise<void> {
    const closed = once(this.socket, "close");
    this.socket.close();
    await closed;
  }
}

/** The address of a terminal's WebSocket. */
export function terminalUrl(serverUrl: string, name: string, token: string): string {
  return `${serverUrl.replace(/^http/, "ws")}terminals/websocket/${name}?token=${token}`;
}
