// The whole HTTP door: what every request goes through, and where each room's routes hang.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { methodNotAllowed } from 'hono/method-not-allowed';
import type { Flows } from '../../temporal/flows.ts';
import { createAccessTokens } from '../account/access-token.ts';
import { apiKeyRoutes } from '../account/api-key-routes.ts';
import { createAuthenticator } from '../account/authenticate.ts';
import { authRoutes } from '../account/auth-routes.ts';
import type { OutsideIssuer } from '../account/outside-issuer.ts';
import { createRefreshTokens } from '../account/refresh-token.ts';
import { accountRoutes } from '../account/routes.ts';
import { sessionRoutes } from '../account/session-routes.ts';
import type { PushEndpointRules } from '../channels/push-endpoint.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { conversationRoutes } from '../conversations/routes.ts';
import { goalRoutes } from '../goals/routes.ts';
import type { Log } from '../kernel/log.ts';
import type { Limits } from '../kernel/limits.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { orgRoutes } from '../orgs/routes.ts';
import { taskRoutes } from '../tasks/routes.ts';
import { correlate, identify } from './correlation.ts';
import { corsFor } from './cors.ts';
import { deadline } from './deadline.ts';
import { describeApi } from './describe-api.ts';
import { docsRoutes } from './docs.ts';
import type { Env } from './env.ts';
import { gate } from './gate.ts';
import { healthRoutes } from './health.ts';
import { limitBody } from './limit-body.ts';
import { measureRequests, metricsRoutes } from './metrics.ts';
import { createRoutes } from './operation.ts';
import { problemRoutes } from './problem-pages.ts';
import { answerError, answerProblem } from './problem.ts';
import { pushAnswerRoutes } from './push-answers.ts';
import { protectBrowsers } from './security-headers.ts';
import { webhookRoutes } from './webhooks.ts';

export interface ApiDeps {
  /** Opened with the API's login. */
  orm: MikroORM;
  flows: Flows;
  temporalReady: () => Promise<boolean>;
  verify: VerifyChannel;
  log: Log;
  version: string;
  /** How the outside world reaches us: in Twilio's signatures, and as issuer of tokens. */
  publicUrl: string;
  tokenSecret: string;
  /** While the secret is being rotated: the one before. */
  tokenSecretOld?: string | undefined;
  /** Another issuer whose tokens we take; null: only our own. */
  outside: OutsideIssuer | null;
  limiter: Limiter;
  /** What the limiter holds to, for the document. */
  limits: Limits;
  /** How many proxies of our own stand in front. */
  trustedProxyHops: number;
  /** Web apps that may call from a browser. */
  corsOrigins: readonly string[];
  /** What a reader of /metrics must present; null: nothing. */
  metricsToken: string | null;
  /** Twilio's current auth token and, while it is being rotated, the other one. */
  twilioAuthTokens: readonly string[];
  vapidPublicKey: string;
  pushRules: PushEndpointRules;
  minEscalationWindowMs: number;
}

/** Serves without a port: `app.request('/livez')`. Holds nothing open; what it is given, its caller closes. */
export function createApp(deps: ApiDeps): OpenAPIHono<Env> {
  const { orm, publicUrl, tokenSecret, tokenSecretOld } = deps;
  const secrets = { secret: tokenSecret, oldSecret: tokenSecretOld };
  const tokens = createAccessTokens({ ...secrets, issuer: publicUrl });
  const authenticator = createAuthenticator({ orm, tokens, outside: deps.outside });
  const app = createRoutes();
  app.onError(answerError);
  app.notFound((c) => answerProblem(c, 'NOT_FOUND'));

  app.use(identify, correlate(deps.log), measureRequests, protectBrowsers(deps), corsFor(deps.corsOrigins));
  app.use(limitBody());
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        return answerProblem(c, 'METHOD_NOT_ALLOWED');
      },
    }),
  );
  app.use(deadline());

  app.route('/', healthRoutes(deps));
  app.route('/', metricsRoutes({ token: deps.metricsToken }));
  app.route('/', docsRoutes());
  app.route('/', problemRoutes());
  app.route('/', webhookRoutes({ ...deps, authTokens: deps.twilioAuthTokens }));
  app.route('/', pushAnswerRoutes(deps));
  // Made once: it takes 15 ms, and anybody may ask for it. By the first request every route hangs.
  let document: string | undefined;
  app.get('/openapi.json', (c) => {
    document ??= JSON.stringify(app.getOpenAPI31Document(about(deps)));
    return c.body(document, 200, { 'Content-Type': 'application/json' });
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });

  app.use('/v1/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.use('/v1/*', gate(app, { ...deps, authenticator }));
  app.route(
    '/v1',
    authRoutes({ ...deps, authenticator, tokens, refreshTokens: createRefreshTokens(secrets) }),
  );
  app.route('/v1', sessionRoutes(deps));
  app.route('/v1', apiKeyRoutes(deps));
  app.route('/v1', accountRoutes(deps));
  app.route('/v1', conversationRoutes(deps));
  app.route('/v1', goalRoutes(deps));
  app.route('/v1', taskRoutes(deps));
  app.route('/v1', orgRoutes(deps));
  return app;
}

const about = ({ version, limits }: Pick<ApiDeps, 'version' | 'limits'>) => ({
  openapi: '3.1.0',
  info: { title: 'Flux', version, description: describeApi({ limits }) },
});
