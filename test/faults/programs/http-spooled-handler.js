// A handler with a spool for destination.js.
import { RetryLater, SpooledHandler, spoolOptionsSchema } from "daybook";

class HttpDestination {
  #url;

  constructor(url) {
    this.#url = url;
  }

  async send(batch, signal) {
    const body = batch.map(({ id, line }) => `${id} ${line}\n`).join("");
    const answer = await fetch(this.#url, { method: "POST", body, signal });
    if (!answer.ok) throw new RetryLater(`the destination answers ${answer.status}`);
    await answer.arrayBuffer();
    return {};
  }

  async close() {}
}

export default class HttpSpooledHandler extends SpooledHandler {
  static optionsSchema = {
    type: "object",
    properties: { url: { type: "string" }, ...spoolOptionsSchema },
    required: ["url"],
    additionalProperties: false,
  };

  constructor({ url, ...options }) {
    super(new HttpDestination(url), { name: "HttpSpooledHandler", ...options });
  }
}
