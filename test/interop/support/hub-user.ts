import type { APIRequestContext, Browser, BrowserContext } from "playwright-core";
import { password } from "./hub.js";

/** A user of a hub, who has logged in with a browser and has a server that runs. */
export class HubUser {
  readonly name: string;
  /** Of the hub, as the browser reaches it. */
  readonly url: string;
  readonly context: BrowserContext;

  private constructor(name: string, url: string, context: BrowserContext) {
    this.name = name;
    this.url = url;
    this.context = context;
  }

  /** Logs in by the page of the hub, and waits until JupyterLab is there. */
  static async login(browser: Browser, url: string, name: string): Promise<HubUser> {
    const context = await browser.newContext();
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    await page.goto(`${url}hub/login`);
    await page.locator("#username_input").fill(name);
    await page.locator("#password_input").fill(password);
    await page.locator("#login_submit").click();
    await page.locator(".jp-Launcher").waitFor();
    return new HubUser(name, url, context);
  }

  /** A call with the browser's cookies, as a page below a path makes it. */
  async call(method: string, path: string, data?: object) {
    const cookies = await this.context.cookies(this.url + path);
    // The longest path is the nearest.
    const [xsrf] = cookies
      .filter(({ name }) => name === "_xsrf")
      .sort((one, other) => other.path.length - one.path.length);
    const request: APIRequestContext = this.context.request;
    const headers = { "X-XSRFToken": xsrf?.value ?? "" };
    return request.fetch(this.url + path, { method, headers, ...(data === undefined ? {} : { data }) });
  }

  /** Makes a token of the user's, as on the hub's page of tokens. */
  async newToken(): Promise<{ readonly token: string; readonly id: string }> {
    const answer = await this.call("POST", `hub/api/users/${this.name}/tokens`, { note: "tests" });
    if (!answer.ok()) throw new Error(`no token: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }
}
