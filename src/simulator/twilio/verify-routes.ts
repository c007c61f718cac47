// Verify v2: codes sent to the phone, and their checks.
import { randomInt } from 'node:crypto';
import { Hono } from 'hono';
import { receive, type FarSideEnv } from '../receive.ts';
import type { Verification } from '../state.ts';
import type { World } from '../world.ts';
import { verificationCheckResource, verificationResource } from './resource.ts';
import { refusalBody, VendorError } from './vendor-error.ts';
import { Form, isE164, newSid } from './wire.ts';

const LIFE_MS = 10 * 60 * 1000;
const MAX_SENDS = 5;
const MAX_CHECKS = 5;
const CHANNELS = ['sms', 'call', 'whatsapp', 'auto'];

/** Mounted under /v2/Services/:service. Source: twilio.com/docs/verify/api/verification and …/verification-check. */
export function verifyRoutes(world: World): Hono<FarSideEnv> {
  const app = new Hono<FarSideEnv>();
  const { accountSid } = world.options;

  app.post('/Verifications', async (c) => {
    const form = new Form(await c.req.text());
    const serviceSid = readServiceSid(c.req.param('service'));
    return receive(world, c, {
      target: 'verifications',
      to: form.get('To') ?? '',
      fields: form.fields,
      refuse: refusalBody,
      accept: () => {
        const verification = startVerification(world, serviceSid, form);
        const body = verificationResource(accountSid, verification);
        return { status: 201, body, acceptedId: verification.sid };
      },
    });
  });

  app.post('/Verifications/:sid', async (c) => {
    const form = new Form(await c.req.text());
    const serviceSid = readServiceSid(c.req.param('service'));
    return receive(world, c, {
      target: 'verifications',
      to: '',
      fields: form.fields,
      refuse: refusalBody,
      accept: () => {
        const verification = cancelVerification(world, serviceSid, c.req.param('sid'), form);
        const body = verificationResource(accountSid, verification);
        return { status: 200, body, acceptedId: verification.sid };
      },
    });
  });

  app.post('/VerificationCheck', async (c) => {
    const form = new Form(await c.req.text());
    const serviceSid = readServiceSid(c.req.param('service'));
    return receive(world, c, {
      target: 'verificationChecks',
      to: form.get('To') ?? '',
      fields: form.fields,
      refuse: refusalBody,
      accept: () => {
        const verification = checkVerification(world, serviceSid, form);
        const body = verificationCheckResource(accountSid, verification);
        return { status: 200, body, acceptedId: verification.sid };
      },
    });
  });
  return app;
}

function readServiceSid(service: string | undefined): string {
  if (!service || !/^VA[0-9a-fA-F]{32}$/.test(service)) throw new VendorError(20404);
  return service;
}

/** Asking again within ten minutes sends the same verification's code again. */
function startVerification(world: World, serviceSid: string, form: Form): Verification {
  const [to, channel] = [form.get('To') ?? '', form.get('Channel') ?? ''];
  if (!isE164(to)) throw new VendorError(60200, 'Invalid parameter `To`');
  if (!CHANNELS.includes(channel)) throw new VendorError(60200, 'Invalid parameter `Channel`');
  const now = world.now();
  world.phone(to);
  let verification = findPending(world, serviceSid, (v) => v.to === to);
  if (verification && verification.sends.length >= MAX_SENDS) throw new VendorError(60203);
  if (!verification) {
    verification = {
      sid: newSid('VE'),
      serviceSid,
      to,
      channel,
      code: String(randomInt(100_000, 1_000_000)),
      status: 'pending',
      sends: [],
      checks: 0,
      createdAt: now,
      updatedAt: now,
    };
    world.state.verifications.push(verification);
  }
  verification.channel = channel;
  verification.updatedAt = now;
  verification.sends.push({ sid: newSid('VL'), at: now });
  world.changed();
  return verification;
}

/** Before it expires, so that the next one has a code of its own. */
function cancelVerification(world: World, serviceSid: string, sid: string, form: Form): Verification {
  if (form.get('Status') !== 'canceled') throw new VendorError(60200, 'Invalid parameter `Status`');
  const verification = findPending(world, serviceSid, (v) => v.sid === sid);
  if (!verification) throw new VendorError(20404);
  verification.status = 'canceled';
  verification.updatedAt = world.now();
  world.changed();
  return verification;
}

/** A wrong code leaves it pending; the sixth check is 60202; what is approved or expired is gone (20404). */
function checkVerification(world: World, serviceSid: string, form: Form): Verification {
  const code = form.get('Code') ?? '';
  const [to, sid] = [form.get('To'), form.get('VerificationSid')];
  if (!/^\d{4,10}$/.test(code)) throw new VendorError(60200, 'Invalid parameter `Code`');
  if (to === null && sid === null)
    throw new VendorError(60200, 'Either `To` or `VerificationSid` is required');
  const verification = findPending(world, serviceSid, (v) => (sid === null ? v.to === to : v.sid === sid));
  if (!verification) throw new VendorError(20404);
  if (verification.checks >= MAX_CHECKS) throw new VendorError(60202);
  verification.checks += 1;
  verification.updatedAt = world.now();
  if (verification.code === code) verification.status = 'approved';
  world.changed();
  return verification;
}

function findPending(
  world: World,
  serviceSid: string,
  fits: (verification: Verification) => boolean,
): Verification | undefined {
  for (const v of world.state.verifications)
    if (v.status === 'pending' && world.now() - v.createdAt >= LIFE_MS) v.status = 'expired';
  return world.state.verifications.findLast(
    (v) => v.status === 'pending' && v.serviceSid === serviceSid && fits(v),
  );
}
