// What each process needs in order to reach people, made once out of the configuration.
import type { ConfigWith } from '../config.ts';
import type { Log } from '../kernel/log.ts';
import { createSmtpEmail, type EmailChannel } from './email.ts';
import { PUSH_SERVICE_HOSTS, type PushEndpointRules } from './push-endpoint.ts';
import { tellOperator, type TellOperator } from './tell-operator.ts';
import { createProviderCopies, type ProviderCopies } from './provider-copies.ts';
import { createTwilio, type TwilioClient } from './twilio-client.ts';
import { createVerify, type VerifyChannel } from './verify.ts';
import { createVoiceCall, type VoiceCallChannel } from './voice-call.ts';
import { createWebPush, type WebPushChannel } from './web-push.ts';
import { createWhatsApp, type WhatsAppChannel } from './whatsapp.ts';

type Account = ConfigWith<'TWILIO_ACCOUNT_SID' | 'TWILIO_AUTH_TOKEN' | 'VAPID_PUBLIC_KEY'>;

/** The API's: it proves numbers, takes subscriptions, and is called back. */
export interface ApiChannels {
  verify: VerifyChannel;
  vapidPublicKey: string;
  pushRules: PushEndpointRules;
  /** Twilio's current auth token and, while it is being rotated, the one before. */
  authTokens: readonly string[];
  /** Ours at Twilio: whatever it signs names it. */
  twilioAccountSid: string;
  /** ISO 3166-1: where numbers may be. */
  phoneCountries: readonly string[];
  /** Hears of what Twilio refuses later, too, in what it reports. */
  tell: TellOperator;
}

export function openApiChannels(
  config: Account & ConfigWith<'TWILIO_VERIFY_SERVICE_SID'>,
  log: Log,
): ApiChannels {
  const tokens = [config.TWILIO_AUTH_TOKEN, config.TWILIO_AUTH_TOKEN_OLD];
  const tell = tellOperator(log);
  return {
    tell,
    verify: createVerify(twilioOf(config, tell), config.TWILIO_VERIFY_SERVICE_SID),
    vapidPublicKey: config.VAPID_PUBLIC_KEY,
    pushRules: pushRulesOf(config),
    authTokens: tokens.filter((token) => token !== undefined),
    twilioAccountSid: config.TWILIO_ACCOUNT_SID,
    phoneCountries: config.PHONE_COUNTRIES,
  };
}

/** The worker's: it sends. */
export interface WorkerChannels {
  /** Numbers are proven in chat as well. */
  verify: VerifyChannel;
  webPush: WebPushChannel;
  whatsapp: WhatsAppChannel;
  voiceCall: VoiceCallChannel;
  /** Null: no mail server is configured. */
  email: EmailChannel | null;
  /** What the provider keeps of people. */
  copies: ProviderCopies;
  /** Our senders, E.164. */
  whatsappFrom: string;
  callFrom: string;
  /** An approved template; null: free text. */
  whatsappTemplateSid: string | null;
  /** ISO 3166-1: where numbers may be. */
  phoneCountries: readonly string[];
}

export function openWorkerChannels(
  config: Account &
    ConfigWith<
      | 'TWILIO_VERIFY_SERVICE_SID'
      | 'VAPID_PRIVATE_KEY'
      | 'VAPID_SUBJECT'
      | 'TWILIO_WHATSAPP_FROM'
      | 'TWILIO_CALL_FROM'
    >,
  log: Log,
): WorkerChannels {
  const tell = tellOperator(log);
  const twilio = twilioOf(config, tell);
  return {
    verify: createVerify(twilio, config.TWILIO_VERIFY_SERVICE_SID),
    webPush: createWebPush({
      vapid: {
        subject: config.VAPID_SUBJECT,
        publicKey: config.VAPID_PUBLIC_KEY,
        privateKey: config.VAPID_PRIVATE_KEY,
      },
      ...pushRulesOf(config),
      timeoutMs: config.PROVIDER_TIMEOUT_MS,
      tell,
    }),
    whatsapp: createWhatsApp(twilio),
    voiceCall: createVoiceCall(twilio),
    email: emailOf(config, tell),
    copies: createProviderCopies(twilio),
    whatsappFrom: config.TWILIO_WHATSAPP_FROM,
    callFrom: config.TWILIO_CALL_FROM,
    whatsappTemplateSid: config.TWILIO_WHATSAPP_TEMPLATE_SID ?? null,
    phoneCountries: config.PHONE_COUNTRIES,
  };
}

const emailOf = (
  { EMAIL_SMTP_URL: url, EMAIL_FROM: from, EMAIL_TIMEOUT_MS: timeoutMs }: Account,
  tell: TellOperator,
): EmailChannel | null => (url && from ? createSmtpEmail({ url, from, timeoutMs, tell }) : null);

const pushRulesOf = ({ PUSH_EXTRA_ORIGIN }: Account) => ({
  allowedHosts: PUSH_SERVICE_HOSTS,
  extraAllowedOrigins: PUSH_EXTRA_ORIGIN ? [new URL(PUSH_EXTRA_ORIGIN).origin] : [],
});

const twilioOf = (config: Account, tell: TellOperator): TwilioClient =>
  createTwilio({
    accountSid: config.TWILIO_ACCOUNT_SID,
    authToken: config.TWILIO_AUTH_TOKEN,
    apiOrigin: config.TWILIO_API_ORIGIN ?? null,
    timeoutMs: config.PROVIDER_TIMEOUT_MS,
    tell,
  });
