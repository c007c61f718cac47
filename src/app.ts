// The whole HTTP door: what every request goes through, and where each room's routes hang.
import type { OpenAPIHono } from '@hono/zod-openapi';
import { createAccessTokens } from './account/access-token.ts';
import { apiKeyRoutes } from './account/api-key-routes.ts';
import { createAuthenticator, type AuthenticatorPorts } from './account/authenticate.ts';
import { authRoutes } from './account/auth-routes.ts';
import { emailRoutes } from './account/email-routes.ts';
import { createNetworkNames } from './account/network.ts';
import { createRefreshTokens } from './account/refresh-token.ts';
import { registrationRoutes } from './account/registration-routes.ts';
import { accountRoutes, type AccountPorts } from './account/routes.ts';
import { sessionRoutes } from './account/session-routes.ts';
import { analyticsRoutes } from './analytics/routes.ts';
import { calendarRoutes } from './calendar/routes.ts';
import { chatRoutes, type ChatPorts } from './chat/routes.ts';
import { consentRoutes } from './consent/routes.ts';
import { conversationRoutes } from './conversations/routes.ts';
import { exportRoutes } from './exports/routes.ts';
import { linkRoutes } from './emails/link-routes.ts';
import { mailRoutes, type MailRoutePorts } from './emails/mail-routes.ts';
import type { EmailSetup } from './emails/email-setup.ts';
import type { GoalPorts } from './goals/goal-routes.ts';
import { goalRoutes } from './goals/routes.ts';
import { checkBody } from './http/check-body.ts';
import { correlate, identify } from './http/correlation.ts';
import { corsFor } from './http/cors.ts';
import { deadline } from './http/deadline.ts';
import { documentOf } from './http/document.ts';
import { docsRoutes } from './http/docs.ts';
import type { Env } from './http/env.ts';
import { gate, type GatePorts } from './http/gate.ts';
import { healthRoutes, type HealthPorts } from './http/health.ts';
import { answerMethods } from './http/methods.ts';
import { measureRequests, metricsRoutes } from './http/metrics.ts';
import type { OncePorts } from './http/once.ts';
import { createRoutes } from './http/operation.ts';
import { problemRoutes } from './http/problem-pages.ts';
import { answerError, answerProblem } from './http/problem.ts';
import { protectBrowsers } from './http/security-headers.ts';
import { tellProxies } from './http/tell-proxies.ts';
import type { Limits } from './kernel/limits.ts';
import type { Log } from './kernel/log.ts';
import { importRoutes } from './imports/routes.ts';
import { MOST_BYTES } from './imports/sources.ts';
import { mcpRoutes, type McpPorts } from './mcp/routes.ts';
import { meRoutes } from './me/routes.ts';
import { onboardingRoutes } from './onboarding/routes.ts';
import { orgRoutes } from './orgs/routes.ts';
import { patternRoutes } from './patterns/routes.ts';
import { proposalRoutes } from './proposals/routes.ts';
import type { PrivacyPorts } from './privacy/erasure-routes.ts';
import { privacyRoutes } from './privacy/routes.ts';
import { pushAnswerRoutes } from './reminders/push-answer-routes.ts';
import { twilioRoutes, type TwilioPorts } from './reminders/twilio-routes.ts';
import { roomRoutes, type RoomPorts } from './rooms/routes.ts';
import { ruleRoutes } from './rules/routes.ts';
import { safetyRoutes } from './safety/routes.ts';
import { countInSleep } from './tasks/count-in-sleep.ts';
import { taskRoutes } from './tasks/routes.ts';
import { READING_TOOLS, TOOLS, type ToolPorts } from './tools.ts';
import { usageRoutes } from './usage/routes.ts';
import type { UsagePorts } from './usage/usage-routes.ts';

/**
 * What the rooms and the middleware name, and how this deployment presents itself. The API's login has opened the
 * database.
 */
export interface ApiPorts
  extends
    Omit<AccountPorts, 'countInSleep'>,
    ChatPorts,
    GoalPorts,
    TwilioPorts,
    UsagePorts,
    Omit<RoomPorts, 'toolsToGive'>,
    PrivacyPorts,
    HealthPorts,
    EmailSetup,
    MailRoutePorts,
    Omit<McpPorts, 'authenticator' | 'outside'>,
    Omit<GatePorts, 'authenticator' | 'endings'>,
    Pick<AuthenticatorPorts, 'outside' | 'endings'> {
  log: Log;
  /** What the limiter holds to, for the document. */
  limits: Limits;
  /** Web apps that may call from a browser. */
  corsOrigins: readonly string[];
  /** What a reader of /metrics must present; null: nothing. */
  metricsToken: string | null;
}

/** Serves without a port: `app.request('/livez')`. Holds nothing open; what it is given, its caller closes. */
export function createApp(ports: ApiPorts): OpenAPIHono<Env> {
  const app = createRoutes();
  app.onError(answerError);
  app.notFound((c) => answerProblem(c, 'NOT_FOUND'));
  receiveRequests(app, ports);
  hangOpenDoors(app, ports);
  hangRooms(app, ports);
  return app;
}

/** Where files are brought. */
const LARGE_BODIES = new Map([['/v1/me/imports', Math.max(...Object.values(MOST_BYTES))]]);

/** What every request goes through. */
function receiveRequests(app: OpenAPIHono<Env>, ports: ApiPorts): void {
  app.use(identify, correlate(ports.log), measureRequests, tellProxies(ports));
  app.use(protectBrowsers(ports), corsFor(ports.corsOrigins), checkBody(LARGE_BODIES));
  app.use(answerMethods(app), deadline());
}

/** What is asked for by machines and readers, or proves itself in another way than by a token of ours. */
function hangOpenDoors(app: OpenAPIHono<Env>, ports: ApiPorts): void {
  app.route('/', healthRoutes(ports));
  app.route('/', metricsRoutes({ token: ports.metricsToken }));
  app.route('/', docsRoutes());
  app.route('/', problemRoutes());
  app.route('/', twilioRoutes(ports));
  app.route('/', pushAnswerRoutes(ports));
  app.route('/', mailRoutes(ports));
  app.route('/', linkRoutes());
  // Made once: it takes 15 ms, and anybody may ask for it. By the first request every route hangs.
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(documentOf(app, ports));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
}

/** Everything under /v1, behind the gate, and beside it the one door that knows the same callers. */
function hangRooms(app: OpenAPIHono<Env>, ports: ApiPorts): void {
  const { orm, publicUrl, tokenSecret: secret, tokenSecretOld: oldSecret, outside, endings } = ports;
  const tokens = createAccessTokens({ secret, oldSecret, issuer: publicUrl });
  const refreshTokens = createRefreshTokens({ secret, oldSecret });
  const networkNames = createNetworkNames({ secret, oldSecret });
  const authenticator = createAuthenticator({ orm, tokens, outside, endings });
  app.use('/v1/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.use('/v1/*', gate(app, { ...ports, authenticator }));
  app.route('/', mcpRoutes({ ...ports, authenticator }));
  const auth = { ...ports, authenticator, tokens, refreshTokens, networkNames };
  app.route('/v1', registrationRoutes(auth));
  app.route('/v1', authRoutes(auth));
  app.route('/v1', emailRoutes(ports));
  app.route('/v1', sessionRoutes(ports));
  app.route('/v1', apiKeyRoutes(ports));
  app.route('/v1', accountRoutes({ ...ports, countInSleep }));
  app.route('/v1', consentRoutes(ports));
  app.route('/v1', safetyRoutes(ports));
  app.route('/v1', chatRoutes(ports));
  app.route('/v1', conversationRoutes(ports));
  app.route(
    '/v1',
    roomRoutes({ ...ports, toolsToGive: new Map(READING_TOOLS.map((tool) => [tool.name, tool])) }),
  );
  app.route('/v1', goalRoutes(ports));
  app.route('/v1', taskRoutes(ports));
  app.route('/v1', ruleRoutes(ports));
  app.route('/v1', calendarRoutes(ports));
  app.route('/v1', patternRoutes(ports));
  app.route('/v1', onboardingRoutes(ports));
  app.route('/v1', orgRoutes(ports));
  app.route('/v1', usageRoutes(ports));
  app.route('/v1', analyticsRoutes(ports));
  app.route('/v1', proposalRoutes<ToolPorts & OncePorts>({ ports, tools: TOOLS }));
  app.route('/v1', exportRoutes(ports));
  app.route('/v1', importRoutes(ports));
  app.route('/v1', meRoutes(ports));
  app.route('/v1', privacyRoutes(ports));
}
