import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { serverError } from "../../../errors.js";
import type { SessionCookies } from "../../../identity/session-cookie.js";
import type { TerminalManager } from "../../terminals/manager.js";
import type { JupyterLab } from "../installation.js";
import type { Report } from "../json-files.js";
import { labPage } from "./lab-page.js";
import { operatorConfig } from "./operator-config.js";
import { type PageAddress, type PageServer, pageConfig } from "./page-config.js";

/**
 * What may run and be shown in the page of JupyterLab. It compiles validators and plots at run time, and what a trusted
 * notebook shows may bring scripts, styles and frames from anywhere, so those stay open, as on Jupyter's own server.
 * Closed is what a notebook has no use for: to be framed by other sites, to send forms to them, to move the base.
 */
const contentSecurityPolicy = "frame-ancestors 'self'; form-action 'self'; base-uri 'self'";

/** What is called a workspace in an address; other names are for the API alone. */
const workspaceName = /^[\w-]+$/;

/** The pages of JupyterLab, all of them one page: `/lab`, `/doc`, a workspace, a file to open, and whatever does not exist. */
export function labPages(
  app: FastifyInstance,
  lab: JupyterLab,
  server: Omit<PageServer, "terminalsAvailable"> & { readonly report: Report },
  cookies: SessionCookies,
  terminals: TerminalManager,
): void {
  const { baseUrl } = server;
  const show = async (request: FastifyRequest, reply: FastifyReply, address: PageAddress) => {
    // The front end repeats the cookie in what it sends.
    cookies.xsrfToken(request, reply);
    const { available: terminalsAvailable } = await terminals.availability();
    const config = pageConfig(
      lab,
      { ...server, terminalsAvailable },
      address,
      await operatorConfig(lab, server.report),
    );
    return (
      reply
        .type("text/html; charset=utf-8")
        .header("cache-control", "no-store")
        .header("content-security-policy", contentSecurityPolicy)
        // Players of videos that a notebook shows want to know the site; they get no path, as the browser's own rule is.
        .header("referrer-policy", "strict-origin-when-cross-origin")
        .send(await labPage(lab, config))
    );
  };
  const config = { access: "page" } as const;

  for (const mode of ["lab", "doc"] as const) {
    const page =
      (treePath: (path: string) => string) => async (request: FastifyRequest, reply: FastifyReply) => {
        const { "*": rest = "", workspace = "default" } = request.params as Record<string, string>;
        if (!workspaceName.test(workspace)) return show(request, reply, notFound(request, mode));
        return show(request, reply, { mode, workspace, treePath: treePath(rest) });
      };
    const none = page(() => "");
    const tree = page((path) => path);
    for (const workspace of ["", "/workspaces/:workspace"]) {
      app.get(`/${mode}${workspace}`, { config }, none);
      app.get(`/${mode}${workspace}/`, { config }, none);
      app.get(`/${mode}${workspace}/tree`, { config }, none);
      app.get(`/${mode}${workspace}/tree/*`, { config }, tree);
    }
  }

  // JupyterLab itself says that there is no such page, and offers to go on.
  app.get("/lab/*", { config }, async (request, reply) => {
    if ((request.params as { "*": string })["*"].startsWith("api/")) throw serverError("no-route");
    return show(request, reply, notFound(request, "lab"));
  });

  // Where the classic notebook and others have a page, so that links to them go on working.
  for (const page of ["tree", "notebooks", "edit"]) {
    app.get(`/${page}`, { config }, async (_request, reply) => reply.redirect(`${baseUrl}lab`));
    app.get(`/${page}/*`, { config }, async (request, reply) => {
      const { "*": path = "" } = request.params as { "*"?: string };
      return reply.redirect(`${baseUrl}lab/tree/${path.split("/").map(encodeURIComponent).join("/")}`);
    });
  }
}

function notFound(request: FastifyRequest, mode: PageAddress["mode"]): PageAddress {
  return { mode, workspace: "default", treePath: "", notFoundUrl: request.url.split("?", 1)[0] ?? "" };
}
