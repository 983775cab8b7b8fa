import { html } from "./html.js";
import { page } from "./layout.js";

export interface LoginPage {
  readonly baseUrl: string;
  /** The path to go to after the login. */
  readonly next: string;
  readonly xsrfToken: string;
  /** True after a wrong token. */
  readonly failed: boolean;
}

/** Asks a person for the token. */
export function loginPage({ baseUrl, next, xsrfToken, failed }: LoginPage): string {
  return page(
    "Log in · Daybook",
    html`<h1>Daybook</h1>
<p>This is a notebook server that keeps an event log. To go on, show that you may use it.</p>
${failed ? html`<p class="error" role="alert">That is not the token of this server.</p>` : ""}
<form method="post" action="${baseUrl}login?next=${encodeURIComponent(next)}">
<input type="hidden" name="_xsrf" value="${xsrfToken}">
<label for="password">Token</label>
<input id="password" name="password" type="password" autocomplete="current-password" required autofocus>
<button>Log in</button>
</form>
<p class="quiet">The token stands in the line <code>Daybook is listening at …</code> that the server printed
when it was started, after <code>?token=</code>. Who runs the server for you can tell it to you.</p>`,
  );
}
