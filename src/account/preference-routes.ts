// The REST door of preferences: rhythm, reach and tone, and the consent to be written to.
import { z } from '@hono/zod-openapi';
import type { Context } from 'hono';
import { WORDINGS } from '../consent/wordings.ts';
import type { Env } from '../http/env.ts';
import { writeOnce, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import { asPerson, type Ctx } from '../kernel/context.ts';
import { preferencesJson, preferencesPatch, presentPreferences } from './account-json.ts';
import { changeChannels } from './change-channels.ts';
import type { CountInSleep } from './change-preferences.ts';
import { applyEasings } from './apply-easings.sql.ts';
import { easedField } from './pending-json.ts';
import { readProfile } from './read-profile.ts';
import { takeBackPendingPhone, takeBackPhone } from './take-back-phone.ts';
import { takeBackEasing } from './take-back-easing.ts';
import { applyPatch } from './tools.ts';

export interface PreferencePorts extends OncePorts {
  /** The shortest escalation window that this deployment lets a person choose. */
  minEscalationWindowMs: number;
  /** How many tasks to come lie in the sleep of this profile; a later room knows. */
  countInSleep: CountInSleep;
}

export const readPreferences = endpoint(
  { access: 'account:read', limit: 'crud' },
  {
    method: 'get',
    path: '/account/preferences',
    operationId: 'readPreferences',
    summary: 'Rhythm, reach and tone',
    responses: { 200: answer('As they are.', preferencesJson) },
  },
  (ports: PreferencePorts) => async (c) =>
    c.json(await asPerson(ports, c.var.person, show(ports, readApplied)), 200),
);

export const patchPreferences = ({ minEscalationWindowMs }: Pick<PreferencePorts, 'minEscalationWindowMs'>) =>
  endpoint(
    { access: 'account:write', limit: 'crud', problems: ['PHONE_NOT_VERIFIED'] },
    {
      method: 'patch',
      path: '/account/preferences',
      operationId: 'changePreferences',
      summary: 'Change some of them; what is not named stays',
      request: { body: jsonBody(preferencesPatch(minEscalationWindowMs)) },
      responses: { 200: answer('As they are now.', preferencesJson) },
    },
    (ports: PreferencePorts) => (c) => {
      const patch = c.req.valid('json');
      return writeShown(c, ports, (ctx) => applyPatch(ctx, patch, 'channels/1'));
    },
  );

export const optIn = endpoint(
  { access: 'account:write', limit: 'crud', problems: ['PHONE_NOT_VERIFIED'] },
  {
    method: 'put',
    path: '/account/whatsapp-opt-in',
    operationId: 'optInToWhatsApp',
    summary: WORDINGS['whatsapp-on/1'],
    responses: {
      200: answer('Agreed.', preferencesJson),
    },
  },
  (ports: PreferencePorts) => (c) =>
    writeShown(c, ports, (ctx) => changeChannels(ctx, { whatsapp: true }, 'whatsapp-on/1')),
);

export const optOut = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/whatsapp-opt-in',
    operationId: 'optOutOfWhatsApp',
    summary: WORDINGS['whatsapp-off/1'],
    responses: { 200: answer('Taken back.', preferencesJson) },
  },
  (ports: PreferencePorts) => (c) =>
    writeShown(c, ports, (ctx) => changeChannels(ctx, { whatsapp: false }, 'whatsapp-off/1')),
);

export const removePhone = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/phone',
    operationId: 'removePhone',
    summary: WORDINGS['phone-off/1'],
    responses: { 200: answer('Taken back; a call that rings there is hung up.', preferencesJson) },
  },
  (ports: PreferencePorts) => (c) => writeShown(c, ports, (ctx) => takeBackPhone(ctx, 'phone-off/1')),
);

export const withdrawVerification = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/phone/verification',
    operationId: 'withdrawPhoneVerification',
    summary: 'Take back the number that a code was sent to; a verified one stays',
    responses: { 200: answer('Its code proves nothing any more.', preferencesJson) },
  },
  (ports: PreferencePorts) => (c) => writeShown(c, ports, takeBackPendingPhone),
);

export const takeBackChange = endpoint(
  { access: 'account:write', limit: 'crud' },
  {
    method: 'delete',
    path: '/account/pending-changes/{field}',
    operationId: 'takeBackChange',
    summary: 'Take back a change that waits for your cooling-off',
    request: { params: z.object({ field: easedField }) },
    responses: { 204: { description: 'Things stay as they are.' } },
  },
  (ports: PreferencePorts) => (c) => {
    const { field } = c.req.valid('param');
    return writeOnce(c, ports, 204, async (ctx) => {
      await takeBackEasing(ctx, field);
      return { body: null };
    });
  },
);

/** Writes by `verb`, and answers with the profile that it leaves. */
const writeShown = (c: Context<Env>, ports: PreferencePorts, verb: ReadsProfile) =>
  writeOnce(c, ports, 200, async (ctx) => ({ body: await show(ports, verb)(ctx) }));

/** What is due counts, whoever looks. */
async function readApplied(ctx: Ctx): ReturnType<typeof readProfile> {
  await applyEasings(ctx);
  return readProfile(ctx);
}

type ReadsProfile = (ctx: Ctx) => ReturnType<typeof readProfile>;

const show =
  ({ countInSleep }: PreferencePorts, verb: ReadsProfile) =>
  async (ctx: Ctx) => {
    const profile = await verb(ctx);
    return presentPreferences(profile, await countInSleep(ctx, profile));
  };
