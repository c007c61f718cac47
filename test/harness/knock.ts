// Knocks at the doors for Twilio as Twilio does: a form, signed with the account's token.
import { randomBytes } from 'node:crypto';
import twilio from 'twilio';
import type { World } from './world.ts';

export interface Knock {
  path: string;
  form: Record<string, string>;
  token?: string;
  /** The address that is signed, where it is another one. */
  signedUrl?: string;
  headers?: Record<string, string>;
  /** Sent in place of the form that is signed. */
  body?: string;
}

export const newSid = (): string => `SM${randomBytes(16).toString('hex')}`;

/** With whatever the case changes. */
export async function knockAs(
  { env }: Pick<World, 'env'>,
  { path, form, token, signedUrl, headers = {}, body }: Knock,
): Promise<Response> {
  const url = env['PUBLIC_URL']!;
  const signature = twilio.getExpectedTwilioSignature(
    token ?? env['TWILIO_AUTH_TOKEN']!,
    signedUrl ?? `${url}${path}`,
    form,
  );
  return fetch(`${url}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-twilio-signature': signature,
      ...headers,
    },
    body: body ?? new URLSearchParams(form).toString(),
  });
}
