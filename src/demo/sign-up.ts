// How Ana comes to Flux: an account, and a phone that every channel reaches.
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { CAST } from '../seed/cast.ts';
import { apiClient, type Api, type Phone } from './clients.ts';

const { name: NAME, zone: ZONE, phone: NUMBER } = CAST.ana;

const account = z.object({ access_token: z.string() });

/** Registers Ana, connects her phone by push, number and WhatsApp, and returns the API as she may use it. */
export async function signUp(apiUrl: string, phone: Phone, windowSeconds: number): Promise<Api> {
  const { access_token } = await apiClient(apiUrl, null)(201, 'POST', '/v1/auth/register', account, {
    email: `ana-${randomUUID()}@example.com`,
    password: randomUUID(),
    name: NAME,
    zone: ZONE,
    // The story begins with her wish.
    onboarding: false,
  });
  const api = apiClient(apiUrl, access_token);
  const anything = z.unknown();
  await api(200, 'PATCH', '/v1/account/preferences', anything, {
    escalation_window_seconds: windowSeconds,
    reminder_lead_seconds: 0,
  });
  await phone.post('/phones', { number: NUMBER, name: NAME });
  const subscription = z
    .object({ endpoint: z.string(), keys: z.object({ p256dh: z.string(), auth: z.string() }) })
    .parse(await phone.post('/push/subscriptions', { number: NUMBER, name: 'Ana’s browser' }));
  await api(201, 'POST', '/v1/account/push-subscriptions', anything, subscription);
  await api(202, 'POST', '/v1/account/phone/verification', anything, { phone: NUMBER });
  const { code } = await phone.waitFor('the one-time code', (state) =>
    state.verifications.findLast((one) => one.to === NUMBER && one.status === 'pending'),
  );
  await api(200, 'POST', '/v1/account/phone/verification/check', anything, { code });
  await api(200, 'PUT', '/v1/account/whatsapp-opt-in', anything);
  // Her first word opens WhatsApp's 24 hours for free text.
  await phone.post(`/phones/${encodeURIComponent(NUMBER)}/texts`, { text: 'Hello Flux' });
  return api;
}
