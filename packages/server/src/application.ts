import fastify, { type FastifyInstance } from "fastify";
import { nameOf, replyWithErrors } from "./http/error-replies.js";
import { acceptAnyBody } from "./http/json-body.js";
import { observeCalls } from "./http/observation.js";
import { ownUrl } from "./http/own-url.js";
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
import { completeChannelsOptions } from "./services/kernels/channels/channels-options.js";
import { channelsService } from "./services/kernels/channels/plugin.js";
import { KernelManager } from "./services/kernels/kernel-manager.js";
import { completeKernelOptions } from "./services/kernels/kernel-options.js";
import { closeKernels, kernelsService } from "./services/kernels/plugin.js";
import { KernelspecManager } from "./services/kernelspecs/kernelspec-manager.js";
import { kernelspecsService } from "./services/kernelspecs/plugin.js";
import { labService } from "./services/lab/plugin.js";
import { loginService } from "./services/login/plugin.js";
import { metricsService } from "./services/metrics/plugin.js";
import { nbconvertService } from "./services/nbconvert/plugin.js";
import { SessionManager } from "./services/sessions/manager.js";
import { sessionsService } from "./services/sessions/plugin.js";
import { shutdownService } from "./services/shutdown/plugin.js";
import { TerminalManager } from "./services/terminals/manager.js";
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
  const channels = completeChannelsOptions(options.channels);
  const kernelOptions = completeKernelOptions(options.kernels);
  const kernelspecs = new KernelspecManager({ ...kernelOptions, report: options.report });
  const kernels = new KernelManager({ ...options, options: kernelOptions, specs: kernelspecs });
  const sessions = new SessionManager({ ...options, kernels });

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
  acceptWebSockets(app, channels.websocketPingInterval);
  closeKernels(app, kernels);
  const stopping = stopInOrder(app, options.report);
  answerExpectations(app);
  requireHost(app);
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
  const terminals = new TerminalManager({
    ...options.terminals,
    rootDir: options.rootDir,
    environment: () => ({ JUPYTER_SERVER_ROOT: options.rootDir, JUPYTER_SERVER_URL: ownUrl(app, options) }),
    noteActivity: () => activity.note(),
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
      labService(below, options, cookies, terminals);
      sessionsService(below, options, sessions);
      channelsService(below, kernels, channels, {
        ...options,
        placeOf: (kernelId) => {
          const session = sessions.sessionOfKernel(kernelId);
          return { sessionId: session?.id, path: session?.path };
        },
      });
      metricsService(below, options);
      terminalsService(below, options, terminals);
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
