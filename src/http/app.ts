// The whole HTTP door: what every request goes through, and where each room's routes hang.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { methodNotAllowed } from 'hono/method-not-allowed';
import { secureHeaders } from 'hono/secure-headers';
import type { Flows } from '../../temporal/flows.ts';
import { createAccessTokens } from '../account/access-token.ts';
import { authRoutes } from '../account/auth-routes.ts';
import { accountRoutes } from '../account/routes.ts';
import type { PushEndpointRules } from '../channels/push-endpoint.ts';
import type { VerifyChannel } from '../channels/verify.ts';
import { conversationRoutes } from '../conversations/routes.ts';
import { goalRoutes } from '../goals/routes.ts';
import type { Log } from '../kernel/log.ts';
import { taskRoutes } from '../tasks/routes.ts';
import { authenticate } from './authenticate.ts';
import { correlate, identify } from './correlation.ts';
import type { Env } from './env.ts';
import { healthRoutes } from './health.ts';
import { createRoutes } from './operation.ts';
import { answerError, answerProblem } from './problem.ts';
import { pushAnswerRoutes } from './push-answers.ts';
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
  /** Twilio's current auth token and, while it is being rotated, the other one. */
  twilioAuthTokens: readonly string[];
  vapidPublicKey: string;
  pushRules: PushEndpointRules;
  minEscalationWindowMs: number;
}

const MAX_BODY_BYTES = 64 * 1024;

/** Serves without a port: `app.request('/livez')`. Holds nothing open; what it is given, its caller closes. */
export function createApp(deps: ApiDeps): OpenAPIHono<Env> {
  const tokens = createAccessTokens({ secret: deps.tokenSecret, issuer: deps.publicUrl });
  const app = createRoutes();
  app.onError(answerError);
  app.notFound((c) => answerProblem(c, 'NOT_FOUND'));

  app.use(identify, correlate(deps.log));
  app.use(secureHeaders());
  app.use(bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => answerProblem(c, 'PAYLOAD_TOO_LARGE') }));
  app.use(
    methodNotAllowed({
      app,
      onMethodNotAllowed: (c, methods) => {
        c.header('Allow', methods.join(', '));
        return answerProblem(c, 'METHOD_NOT_ALLOWED');
      },
    }),
  );

  app.route('/', healthRoutes(deps));
  app.route('/', webhookRoutes({ ...deps, authTokens: deps.twilioAuthTokens }));
  app.route('/', pushAnswerRoutes(deps));
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: { title: 'Flux', version: deps.version, description: 'A goal coach that follows through.' },
  });
  app.openAPIRegistry.registerComponent('securitySchemes', 'bearer', { type: 'http', scheme: 'bearer' });

  app.use('/v1/*', async (c, next) => {
    c.header('Cache-Control', 'no-store');
    await next();
  });
  app.route('/v1', authRoutes({ orm: deps.orm, tokens }));
  // Whatever hangs below this line is behind a token.
  app.use('/v1/*', authenticate(tokens));
  app.route('/v1', accountRoutes(deps));
  app.route('/v1', conversationRoutes(deps));
  app.route('/v1', goalRoutes(deps));
  app.route('/v1', taskRoutes(deps));
  return app;
}
