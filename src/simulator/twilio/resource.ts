// Our rows as Twilio's JSON resources.
import type { Call, Message, Verification } from '../state.ts';
import { rfc2822 } from './wire.ts';

const VERSION = '2010-04-01';

/** Source: api.v2010.account.message of Twilio's OpenAPI. */
export function messageResource(accountSid: string, message: Message) {
  const uri = `/${VERSION}/Accounts/${accountSid}/Messages/${message.sid}`;
  return {
    account_sid: accountSid,
    api_version: VERSION,
    body: message.body,
    date_created: rfc2822(message.createdAt),
    date_sent: message.sentAt === null ? null : rfc2822(message.sentAt),
    date_updated: rfc2822(message.updatedAt),
    direction: message.direction,
    error_code: message.errorCode,
    error_message: null,
    from: message.from,
    messaging_service_sid: message.messagingServiceSid,
    num_media: '0',
    num_segments: '1',
    price: null,
    price_unit: null,
    sid: message.sid,
    status: message.status,
    subresource_uris: { media: `${uri}/Media.json` },
    to: message.to,
    uri: `${uri}.json`,
  };
}

/** Source: api.v2010.account.call of Twilio's OpenAPI. */
export function callResource(accountSid: string, call: Call) {
  const uri = `/${VERSION}/Accounts/${accountSid}/Calls/${call.sid}`;
  return {
    account_sid: accountSid,
    answered_by: call.answeredBy,
    api_version: VERSION,
    caller_name: null,
    date_created: rfc2822(call.createdAt),
    date_updated: rfc2822(call.updatedAt),
    direction: 'outbound-api',
    duration: call.durationSeconds === null ? null : String(call.durationSeconds),
    end_time: call.endedAt === null ? null : rfc2822(call.endedAt),
    forwarded_from: null,
    from: call.from,
    from_formatted: call.from,
    group_sid: null,
    parent_call_sid: null,
    phone_number_sid: null,
    price: null,
    price_unit: 'USD',
    queue_time: '0',
    sid: call.sid,
    start_time: call.answeredAt === null ? null : rfc2822(call.answeredAt),
    status: call.status,
    subresource_uris: { events: `${uri}/Events.json`, recordings: `${uri}/Recordings.json` },
    to: call.to,
    to_formatted: call.to,
    trunk_sid: null,
    uri: `${uri}.json`,
  };
}

/** Source: verify.v2.service.verification of Twilio's OpenAPI. */
export function verificationResource(accountSid: string, verification: Verification) {
  return {
    ...verificationBase(accountSid, verification),
    lookup: {},
    send_code_attempts: verification.sends.map((send) => ({
      time: new Date(send.at).toISOString(),
      channel: verification.channel.toUpperCase(),
      attempt_sid: send.sid,
    })),
    sna: null,
    url: `https://verify.twilio.com/v2/Services/${verification.serviceSid}/Verifications/${verification.sid}`,
  };
}

/** Source: verify.v2.service.verification_check of Twilio's OpenAPI. */
export function verificationCheckResource(accountSid: string, verification: Verification) {
  return { ...verificationBase(accountSid, verification), sna_attempts_error_codes: [] };
}

function verificationBase(accountSid: string, verification: Verification) {
  return {
    sid: verification.sid,
    service_sid: verification.serviceSid,
    account_sid: accountSid,
    to: verification.to,
    channel: verification.channel,
    status: verification.status,
    valid: verification.status === 'approved',
    amount: null,
    payee: null,
    date_created: new Date(verification.createdAt).toISOString(),
    date_updated: new Date(verification.updatedAt).toISOString(),
  };
}
