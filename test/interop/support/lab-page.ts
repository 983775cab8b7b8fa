import { appendFile, mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";

/** How long anything in the page may take, in milliseconds: a kernel starts while everything else does too. */
const patience = 30_000;

/** JupyterLab in a browser, as a person sees it. */
export class LabPage {
  readonly page: Page;
  /** What the browser reported as an error, and answers that were none of success. */
  readonly problems: string[] = [];
  readonly #pictures: string;
  #count = 0;

  private constructor(page: Page, pictures: string) {
    this.page = page;
    this.#pictures = pictures;
    page.setDefaultTimeout(patience);
    page.on("console", (message) => {
      if (message.type() === "error") this.problems.push(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.problems.push(`page: ${error.message}`));
    page.on("response", (response) => {
      if (response.status() < 400) return;
      const { pathname } = new URL(response.url());
      this.problems.push(`${response.status()} ${response.request().method()} ${pathname}`);
    });
  }

  /** Opens it, with the token in the address, as the server prints it. @param pictures the folder for pictures */
  static async open(browser: Browser, url: string, token: string, pictures: string): Promise<LabPage> {
    await rm(pictures, { recursive: true, force: true });
    await mkdir(pictures, { recursive: true });
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const lab = new LabPage(page, pictures);
    await page.goto(`${url}lab?token=${encodeURIComponent(token)}`);
    await page.locator(".jp-Launcher").waitFor();
    return lab;
  }

  /** Keeps a picture of what is to be seen, and adds it to the page `index.html` beside it. */
  async picture(name: string): Promise<void> {
    const number = String(++this.#count).padStart(2, "0");
    const file = `${number}-${name}.png`;
    await this.page.screenshot({ path: join(this.#pictures, file) });
    await appendFile(join(this.#pictures, "index.html"), `<h2>${name}</h2><img src="${file}" width="960">\n`);
  }

  /** Makes something by a card of the launcher, opening a launcher where none is to be seen. */
  async launch(category: string, title: string): Promise<void> {
    const card = this.page.locator(`.jp-LauncherCard[data-category="${category}"]`, { hasText: title });
    if (!(await card.isVisible())) await this.page.getByTitle("New Launcher (Ctrl+Shift+L)").first().click();
    await card.click();
  }

  /** Chooses an entry of a menu in the bar. */
  async choose(menu: string, entry: RegExp): Promise<void> {
    await this.page.locator(".lm-MenuBar-item", { hasText: new RegExp(`^${menu}$`) }).click();
    // A click on one that cannot be chosen yet does nothing.
    await this.page.locator(".lm-Menu-item:not(.lm-mod-disabled)", { hasText: entry }).first().click();
  }

  /** Answers the question that is shown, by the button with a text. */
  async answer(button: string): Promise<void> {
    await this.page.locator(".jp-Dialog button", { hasText: button }).first().click();
  }

  /** A tab of what is open. */
  tab(title: string): Locator {
    return this.page.locator(".lm-DockPanel .lm-TabBar-tab", { hasText: title });
  }

  /** A file in the file browser. */
  file(name: string): Locator {
    return this.page.locator(".jp-DirListing-item", { hasText: name });
  }

  /** Waits until nothing that is open has changes that are not saved. */
  async saved(): Promise<void> {
    await this.page.locator(".lm-DockPanel .lm-TabBar-tab.jp-mod-dirty").waitFor({ state: "detached" });
  }

  /** The notebook that is shown. */
  get notebook(): Locator {
    return this.page.locator(".jp-NotebookPanel:not(.lm-mod-hidden)");
  }

  /** Waits until the kernel of the notebook has nothing to do. */
  async idle(): Promise<void> {
    await this.page.locator("#jp-main-statusbar", { hasText: "| Idle" }).waitFor();
    await this.notebook.locator('.jp-Notebook-ExecutionIndicator[data-status="idle"]').waitFor();
  }

  /** Types code into the last cell, and runs it. @returns the cell; a new one follows it */
  async run(code: string): Promise<Locator> {
    const cells = this.notebook.locator(".jp-CodeCell");
    const index = (await cells.count()) - 1;
    const cell = cells.nth(index);
    await cell.locator(".cm-content").click();
    await this.page.keyboard.insertText(code);
    await this.page.keyboard.press("Shift+Enter");
    await cells.nth(index + 1).waitFor();
    return cell;
  }

  /** Waits until a cell shows a text in its output. */
  async shows(cell: Locator, text: string): Promise<void> {
    await cell.locator(".jp-OutputArea", { hasText: text }).first().waitFor();
  }
}
