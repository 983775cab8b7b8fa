import type { FastifyInstance } from "fastify";
import { viewPage } from "../../pages/view-page.js";
import type { ContentsManager } from "../contents/manager.js";

/** The page around a file holds a frame and nothing else. */
const contentSecurityPolicy =
  "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-src 'self'; frame-ancestors 'self'; form-action 'none'; base-uri 'none'";

/**
 * A file shown by the browser, such as a page of HTML: `/view/{path}`. It is in a frame with an origin of its own, so that
 * its scripts reach neither our cookies nor our API.
 */
export function viewService(
  app: FastifyInstance,
  { baseUrl }: { readonly baseUrl: string },
  contents: ContentsManager,
): void {
  app.get("/view/*", { config: { access: "page" } }, async (request, reply) => {
    const { path, name } = await contents.locateFile((request.params as { "*": string })["*"]);
    const address = path.split("/").map(encodeURIComponent).join("/");
    return reply
      .type("text/html; charset=utf-8")
      .header("content-security-policy", contentSecurityPolicy)
      .send(viewPage(name, `${baseUrl}files/${address}`));
  });
}
