// What mails need of the configuration, for API and worker alike.
import { createOutbox, type Outbox } from './outbox.ts';

export interface EmailSettings {
  TOKEN_SECRET: string;
  TOKEN_SECRET_OLD?: string | undefined;
  NODE_ENV: 'development' | 'test' | 'production';
  PUBLIC_URL: string;
  EMAIL_SMTP_URL?: string | undefined;
  EMAIL_FROM?: string | undefined;
  EMAIL_TIMEOUT_MS: number;
  DISPATCH_SETTLE_MS: number;
  EMAIL_LINKS_URL?: string | undefined;
  EMAIL_VERIFICATION?: 'required' | 'optional' | undefined;
}

export interface EmailSetup {
  outbox: Outbox;
  linksUrl: string;
  /** Of our sender. */
  emailDomain: string;
  /** How long an unclear send may still be under way: longer than the conversation with the server may take. */
  emailSettleMs: number;
}

export function emailSetup(config: EmailSettings): EmailSetup {
  const isOpen = config.EMAIL_SMTP_URL !== undefined;
  const usual = isOpen && config.NODE_ENV === 'production' ? 'required' : 'optional';
  const [, domain = 'flux.invalid'] = /@([^<>@]+)>?$/.exec(config.EMAIL_FROM ?? '') ?? [];
  return {
    outbox: createOutbox({
      secret: config.TOKEN_SECRET,
      oldSecret: config.TOKEN_SECRET_OLD,
      isOpen,
      isProofRequired: (config.EMAIL_VERIFICATION ?? usual) === 'required',
    }),
    linksUrl: config.EMAIL_LINKS_URL ?? config.PUBLIC_URL,
    emailDomain: domain,
    emailSettleMs: config.EMAIL_TIMEOUT_MS + config.DISPATCH_SETTLE_MS,
  };
}
