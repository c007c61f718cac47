// The REST door of preferences: rhythm, reach and tone, and the consent to be written to.
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { asPerson } from '../kernel/context.ts';
import { preferencesJson, preferencesPatch, presentPreferences, readPatch } from './account-json.ts';
import { changePreferences } from './change-preferences.ts';
import { optInToWhatsApp } from './opt-in-to-whatsapp.ts';
import { optOutOfWhatsApp } from './opt-out-of-whatsapp.ts';
import { readProfile } from './read-profile.ts';

export const readPreferences = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/preferences',
    operationId: 'readPreferences',
    summary: 'Rhythm, reach and tone',
    responses: { 200: answer('As they are.', preferencesJson) },
  },
  (ports: OncePorts) => async (c) =>
    c.json(presentPreferences(await asPerson(ports, c.var.person, readProfile)), 200),
);

/** `minEscalationWindowMs`: the shortest escalation window that this deployment lets a person choose. */
export const patchPreferences = (minEscalationWindowMs: number) =>
  endpoint(
    { access: 'account:write', limit: 'crud' },
    {
      method: 'patch',
      path: '/account/preferences',
      operationId: 'changePreferences',
      summary: 'Change some of them; what is not named stays',
      request: { body: jsonBody(preferencesPatch(minEscalationWindowMs)) },
      responses: { 200: answer('As they are now.', preferencesJson) },
    },
    (ports: OncePorts) => (c) => {
      const change = readPatch(c.req.valid('json'));
      return writeOnce(c, ports, 200, async (ctx) => ({
        body: presentPreferences(await changePreferences(ctx, change)),
      }));
    },
  );

export const optIn = endpoint(
  { access: 'account:write', limit: 'crud', problems: ['PHONE_NOT_VERIFIED'] },
  {
    method: 'put',
    path: '/account/whatsapp-opt-in',
    operationId: 'optInToWhatsApp',
    summary: 'Agree to reminders on WhatsApp',
    responses: {
      200: answer('Agreed.', preferencesJson),
    },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: presentPreferences(await optInToWhatsApp(ctx)) })),
);

export const optOut = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/whatsapp-opt-in',
    operationId: 'optOutOfWhatsApp',
    summary: 'No more WhatsApp messages',
    responses: { 200: answer('Taken back.', preferencesJson) },
  },
  (ports: OncePorts) => (c) =>
    writeOnce(c, ports, 200, async (ctx) => ({ body: presentPreferences(await optOutOfWhatsApp(ctx)) })),
);
