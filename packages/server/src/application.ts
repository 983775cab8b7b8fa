import fastify, { type FastifyInstance } from "fastify";
import { nameOf, replyWithErrors } from "./http/error-replies.js";
import { acceptAnyBody } from "./http/json-body.js";
import { requireLiteralAddresses } from "./http/literal-addresses.js";
import { observeCalls } from "./http/observation.js";
import { requireRouteAccess } from "./http/route-access.js";
import { addSecurityHeaders } from "./http/security-headers.js";
import { stopInOrder } from "./http/stopping.js";
import {
  answerExpectations,
  answerUnreadable,
  answerUnroutable,
  requireHost,
} from "./http/unreadable-requests.js";
import { acceptWebSockets } from "./http/web-sockets.js";
import { authenticate } from "./identity/authentication.js";
import { checkHostAndOrigin, OwnNames } from "./identity/origin.js";
import { SessionCookies } from "./identity/session-cookie.js";
import { SignIns } from "./identity/sign-ins.js";
import { ownerOfServer } from "./identity/user.js";
import { completeOptions, type ServerOptions } from "./options.js";
import { Activity } from "./services/api/activity.js";
import { apiService } from "./services/api/plugin.js";
import { ContentsManager } from "./services/contents/manager.js";
import { configService } from "./services/config/plugin.js";
import { contentsService } from "./services/contents/plugin.js";
import { Notary } from "./services/contents/trust/notary.js";
import { resolvedPathsService } from "./services/contents/resolved-paths.js";
import { eventlogService } from "./services/eventlog/plugin.js";
import { addQuickWay } from "./services/eventlog/quick-way.js";
import { Recording } from "./services/eventlog/recording.js";
import { eventsService } from "./services/events/plugin.js";
import { filesService } from "./services/files/plugin.js";
import { homeService } from "./services/home/plugin.js";
import { channelsService } from "./services/kernels/channels/plugin.js";
import { kernelsService, manageKernels } from "./services/kernels/plugin.js";
import { kernelspecsService } from "./services/kernelspecs/plugin.js";
import { labService } from "./services/lab/plugin.js";
import { loginService } from "./services/login/plugin.js";
import { metricsService } from "./services/metrics/plugin.js";
import { nbconvertService } from "./services/nbconvert/plugin.js";
import { sessionsService } from "./services/sessions/plugin.js";
import { shutdownService } from "./services/shutdown/plugin.js";
import { terminalsService } from "./services/terminals/plugin.js";
import { viewService } from "./services/view/plugin.js";

/**
 * The notebook server as a Fastify application that does not listen yet; `inject()` calls it in tests.
 *
 * @throws {Error} where a route does not declare who may call it
 */
export async function createApplication(serverOptions: ServerOptions): Promise<FastifyInstance> {
  const options = completeOptions(serverOptions);
  const { baseUrl } = options;
  const cookies = new SessionCookies(baseUrl);
  const owner = ownerOfServer();
  const signIns = new SignIns(options, owner.username);
  const ownNames = new OwnNames(options);
  const activity = new Activity();
  const recording = new Recording(options.log);
  const contents = new ContentsManager({
    ...options,
    notary: new Notary(options.jupyterPaths.dataDir),
    warn: (problem, cause) => options.report(`${problem} (${nameOf(cause)})`),
  });

  const app = fastify({
    bodyLimit: 64 * 1024,
    exposeHeadRoutes: false,
    // Our own hook below does it, as it says more.
    return503OnClosing: false,
    forceCloseConnections: "idle",
    // Fastify would wait for ever; a large notebook on a slow line may take its time.
    requestTimeout: 15 * 60_000,
    // A hook below does it, in the form of every other error.
    http: { requireHostHeader: false },
    frameworkErrors: answerUnroutable,
    clientErrorHandler: answerUnreadable,
    routerOptions: { maxParamLength: 16 * 1024 },
  });
  requireRouteAccess(app);
  acceptWebSockets(app, options.channels.websocketPingInterval);
  const { kernelspecs, kernels } = manageKernels(app, options);
  const stopping = stopInOrder(app, options.report);
  answerExpectations(app);
  requireHost(app);
  requireLiteralAddresses(app);
  acceptAnyBody(app);
  replyWithErrors(app, options.report);
  addSecurityHeaders(app);
  checkHostAndOrigin(app, options, ownNames);
  authenticate(app, options, cookies, signIns, owner);
  observeCalls(app, options);
  app.addHook("onClose", async () => {
    signIns.close();
    await contents.close();
  });

  await app.register(
    async (below) => {
      loginService(below, options, cookies, signIns);
      homeService(below, options, cookies);
      apiService(below, options, activity, kernels);
      shutdownService(below, options.onShutdown ?? (() => void app.close()));
      configService(below, options);
      nbconvertService(below);
      eventlogService(below, options, recording);
      eventsService(below, options, recording);
      contentsService(below, options, contents);
      resolvedPathsService(below, options, contents);
      filesService(below, contents);
      viewService(below, options, contents);
      kernelspecsService(below, options, kernelspecs);
      kernelsService(below, options, kernels);
      const sessions = sessionsService(below, options, kernels);
      channelsService(below, options, kernels, sessions);
      metricsService(below, options);
      const terminals = terminalsService(below, options, activity);
      labService(below, options, cookies, terminals);
    },
    { prefix: baseUrl },
  );
  if (baseUrl !== "/") redirectToBase(app, baseUrl);
  addQuickWay(app, options, { recording, ownNames, signIns, stopping, activity });
  return app;
}

/** Whoever leaves the base URL out, or its last slash, is shown the way. */
function redirectToBase(app: FastifyInstance, baseUrl: string): void {
  for (const url of ["/", baseUrl.slice(0, -1)]) {
    app.get(url, { config: { access: "public" } }, async (request, reply) => {
      const query = request.url.indexOf("?");
      return reply.redirect(baseUrl + (query < 0 ? "" : request.url.slice(query)));
    });
  }
}
