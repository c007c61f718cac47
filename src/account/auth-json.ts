// What signing in, sessions and API keys look like on the wire.
import { z } from '@hono/zod-openapi';
import { email, id, instant, words } from '../http/schemas.ts';
import { SCOPES } from '../kernel/scopes.ts';
import { ORG_KINDS } from '../orgs/org-view.ts';
import { ROLES } from '../orgs/roles.ts';
import { ACCESS_TOKEN_SECONDS } from './access-token.ts';
import { displayName, ianaZone, presentUser, userJson } from './account-json.ts';
import type { MadeApiKey } from './create-api-key.ts';
import type { OpenSession } from './list-sessions.ts';
import type { SignedIn } from './open-session.ts';
import { CREDENTIALS, type Principal } from './principal.ts';
import type { Me } from './read-me.ts';

export const givenPassword = z
  .string()
  .min(1)
  .max(200)
  .refine((text) => text.isWellFormed(), 'must be well-formed Unicode');
export const newPassword = givenPassword
  .min(10)
  .describe('Any characters; what everybody tries first is refused.');
const refreshToken = z
  .string()
  .min(1)
  .max(200)
  .describe('Opaque. Good for one refresh; keep the one that the answer brings.');

export const registration = z.strictObject({
  email,
  password: newPassword,
  name: displayName.optional(),
  zone: ianaZone.default('UTC'),
  onboarding: z
    .boolean()
    .default(true)
    .describe('Whether the coach asks its first questions in chat. False: the app asks, or nobody does.'),
});
/** The answer that tells nobody whether an address is known. */
export const mailed = z.strictObject({ status: z.literal('mailed') }).openapi('Mailed');
export const registrationProof = z.strictObject({
  token: z.string().min(1).max(200).describe('Of the link, behind `#token=`. It opens once.'),
  password: givenPassword.describe('The one that was chosen.'),
});
export const credentials = z.strictObject({ email, password: givenPassword });
export const refresh = z.strictObject({ refresh_token: refreshToken });
export const logout = z.strictObject({
  refresh_token: refreshToken.optional().describe('Of the session to end, where no access token is sent.'),
});
export const passwordChange = z.strictObject({ current_password: givenPassword, new_password: newPassword });

export const sessionJson = z
  .strictObject({
    access_token: z.string(),
    token_type: z.literal('Bearer'),
    expires_in: z.int().describe('Seconds that the access token lives.'),
    refresh_token: z.string(),
    refresh_expires_in: z.int().describe('Seconds within which it must be used.'),
    user: userJson,
  })
  .openapi('Session');

export const presentSession = (
  { accessToken, refreshToken, refreshUntil }: SignedIn,
  profile: Parameters<typeof presentUser>[0],
): z.infer<typeof sessionJson> => ({
  access_token: accessToken,
  token_type: 'Bearer',
  expires_in: ACCESS_TOKEN_SECONDS,
  refresh_token: refreshToken,
  refresh_expires_in: Math.max(0, Math.floor((refreshUntil.getTime() - Date.now()) / 1000)),
  user: presentUser(profile),
});

const scope = z.enum(SCOPES);

export const meJson = z
  .strictObject({
    user: z.strictObject({ ...userJson.shape, email: z.string().nullable(), email_verified: z.boolean() }),
    organisation: z.strictObject({ id, name: z.string(), kind: z.enum(ORG_KINDS) }),
    role: z.enum(ROLES),
    via: z.enum(CREDENTIALS).describe('What the request was made with.'),
    scopes: z.array(scope).describe('What it may be used for.'),
  })
  .openapi('Me');

export const presentMe = (
  { profile, email, isEmailVerified, org, role }: Me,
  principal: Principal,
): z.infer<typeof meJson> => ({
  user: { ...presentUser(profile), email, email_verified: isEmailVerified },
  organisation: org,
  role,
  via: principal.via,
  scopes: [...(principal.scopes ?? SCOPES)],
});

export const openSessionJson = z
  .strictObject({
    id,
    label: z.string().nullable().openapi({ example: 'Firefox on Linux' }),
    created_at: instant,
    last_used_at: instant.describe('To ten minutes.'),
    current: z.boolean().describe('The one that asks.'),
  })
  .openapi('OpenSession');

export const presentOpenSession = (
  session: OpenSession,
  currentId: string | null,
): z.infer<typeof openSessionJson> => ({
  id: session.id,
  label: session.label,
  created_at: session.createdAt.toISOString(),
  last_used_at: session.lastUsedAt.toISOString(),
  current: session.id === currentId,
});

export const apiKeyInput = z.strictObject({
  name: words(80),
  scopes: z.array(scope).min(1).max(SCOPES.length),
  expires_in_days: z.int().min(1).max(365).default(90),
});

export const apiKeyJson = z
  .strictObject({
    id,
    name: z.string(),
    prefix: z.string().describe('How the key begins.'),
    scopes: z.array(scope),
    created_at: instant,
    expires_at: instant,
    last_used_at: instant.nullable().describe('To the minute.'),
  })
  .openapi('ApiKey');

export const newApiKeyJson = z
  .strictObject({ ...apiKeyJson.shape, key: z.string().describe('The secret. It is shown this once.') })
  .openapi('NewApiKey');

export const presentApiKey = (apiKey: MadeApiKey): z.infer<typeof apiKeyJson> => ({
  id: apiKey.id,
  name: apiKey.name,
  prefix: apiKey.prefix,
  scopes: apiKey.scopes,
  created_at: apiKey.createdAt.toISOString(),
  expires_at: apiKey.expiresAt.toISOString(),
  last_used_at: apiKey.lastUsedAt?.toISOString() ?? null,
});
