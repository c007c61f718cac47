// What the environment leaves open on a developer's machine, filled in with this machine's own parts and secrets.
import type { WorkerConfig } from '../../temporal/worker.ts';
import type { Config } from '../config.ts';
import { LOCAL } from '../http/cors.ts';
import { GROUPS, LIMITS, type Limits } from '../kernel/limits.ts';
import type { ApiConfig } from '../server.ts';
import { REMINDER_TEMPLATE } from '../simulator/reminder-template.ts';
import type { DevSecrets } from './secrets.ts';

/** Twilio's form of an account and a service, for the simulator. */
export const SIMULATED = {
  TWILIO_ACCOUNT_SID: `AC${'0'.repeat(31)}1`,
  TWILIO_VERIFY_SERVICE_SID: `VA${'0'.repeat(31)}1`,
  TWILIO_WHATSAPP_FROM: '+15005550006',
  TWILIO_CALL_FROM: '+15005550006',
  TWILIO_WHATSAPP_TEMPLATE_SID: REMINDER_TEMPLATE.sid,
};

/** What `config` gives from outside stays; `found` is where the parts listen that this machine runs. */
export function completeConfig(
  config: Config,
  secrets: DevSecrets,
  found: {
    databaseUrl: string;
    temporalAddress: string;
    publicUrl: string;
    simulatorUrl: string;
    mailUrl: string;
  },
): WorkerConfig & ApiConfig {
  const twilio = config.TWILIO_ACCOUNT_SID
    ? {}
    : {
        ...SIMULATED,
        TWILIO_AUTH_TOKEN: secrets.TWILIO_AUTH_TOKEN,
        TWILIO_API_ORIGIN: found.simulatorUrl,
        RATE_LIMITS: withFreeProvider(config.RATE_LIMITS),
      };
  const vapid = config.VAPID_PUBLIC_KEY
    ? {}
    : { VAPID_PUBLIC_KEY: secrets.VAPID_PUBLIC_KEY, VAPID_PRIVATE_KEY: secrets.VAPID_PRIVATE_KEY };
  const email = config.EMAIL_SMTP_URL
    ? {}
    : { EMAIL_SMTP_URL: found.mailUrl, EMAIL_FROM: config.EMAIL_FROM ?? 'Flux <flux@example.com>' };
  return {
    TOKEN_SECRET: secrets.TOKEN_SECRET,
    API_DATABASE_URL: loginUrl(found.databaseUrl, 'flux_api', secrets.apiPassword),
    WORKER_DATABASE_URL: loginUrl(found.databaseUrl, 'flux_worker', secrets.workerPassword),
    VAPID_SUBJECT: 'mailto:operator@example.com',
    ...config,
    ...twilio,
    ...vapid,
    ...email,
    DATABASE_URL: found.databaseUrl,
    TEMPORAL_ADDRESS: found.temporalAddress,
    PUBLIC_URL: found.publicUrl,
    PUSH_EXTRA_ORIGIN: found.simulatorUrl,
    // A front end that is being developed has a port of its own.
    CORS_ORIGINS: config.CORS_ORIGINS.length > 0 ? config.CORS_ORIGINS : [LOCAL],
    // Quick ladders are what one wants to see while developing.
    MIN_ESCALATION_WINDOW_MS: Math.min(config.MIN_ESCALATION_WINDOW_MS, 1000),
  } as WorkerConfig & ApiConfig;
}

/** What is simulated costs nothing, and the demo asks for a code each time: from one address, and to one number. */
function withFreeProvider(limits: Limits): Limits {
  const paid = [
    ...GROUPS['code-sent'].limits,
    ...GROUPS.message.limits,
    ...GROUPS.call.limits,
    ...GROUPS['email-sent'].limits,
  ];
  const untouched = paid.filter((name) => limits[name] === LIMITS[name]);
  const free = untouched.map((name) => [name, { ...limits[name], capacity: limits[name].capacity * 100 }]);
  return { ...limits, ...Object.fromEntries(free) };
}

function loginUrl(databaseUrl: string, user: string, password: string): string {
  const url = new URL(databaseUrl);
  url.username = user;
  url.password = password;
  return url.href;
}
