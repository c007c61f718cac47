// Sends e-mail by SMTP: nodemailer builds the message and speaks with the server, one connection for each mail.
import { Readable } from 'node:stream';
import MailComposer from 'nodemailer/lib/mail-composer';
import SmtpConnection from 'nodemailer/lib/smtp-connection';
import { failureOfSmtp, type SmtpError } from './email-failures.ts';
import type { SendOutcome } from './outcome.ts';
import type { TellOperator } from './tell-operator.ts';

export interface EmailMessage {
  /** One address, without a name. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** "<id@host>": the same for every attempt at the same mail, so that a mailbox can know a repeat. */
  messageId: string;
  /** Where one click ends such mails (RFC 8058); null: security needs it. */
  unsubscribeUrl: string | null;
}

export interface EmailChannel {
  /** One connection, one attempt. There is no look-up: after unknown nobody knows. `externalId`: its Message-ID. */
  send(message: EmailMessage): Promise<SendOutcome>;
}

export interface SmtpOptions {
  /** smtp: with STARTTLS, which this machine alone may do without; smtps: TLS from the first byte. */
  url: string;
  /** "Flux <hello@example.com>" */
  from: string;
  /** For the whole conversation. */
  timeoutMs: number;
  tell?: TellOperator;
  /** An authority whose certificates count (PEM), and whose they have to be; else the system's, and the host's. */
  tls?: { ca: string; servername: string };
}

export function createSmtpEmail(options: SmtpOptions): EmailChannel {
  return {
    async send(message) {
      const mail = compose(options.from, message);
      const outcome = await converse(options, mail.getEnvelope(), await mail.build());
      if (outcome === null) return { kind: 'sent', externalId: message.messageId };
      options.tell?.('smtp', outcome);
      return outcome;
    },
  };
}

function compose(from: string, { unsubscribeUrl, ...message }: EmailMessage) {
  const oneClick = {
    'List-Unsubscribe': `<${unsubscribeUrl}>`,
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  };
  return new MailComposer({
    from,
    ...message,
    // RFC 3834: no machine answers it.
    headers: { 'Auto-Submitted': 'auto-generated', ...(unsubscribeUrl !== null && oneClick) },
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
}

type Envelope = ReturnType<ReturnType<typeof compose>['getEnvelope']>;
type Failed = ReturnType<typeof failureOfSmtp>;

/** Null: the server has said that it took the message. */
async function converse(options: SmtpOptions, envelope: Envelope, raw: Buffer): Promise<Failed | null> {
  const { connection, auth } = connectionTo(options);
  const { promise, resolve } = Promise.withResolvers<Failed | null>();
  let isBegun = false;
  // Read when the server has asked for it (354), and not before: until then nothing can have been taken.
  const content = Readable.from(
    (function* () {
      isBegun = true;
      yield raw;
    })(),
  );
  const fail = (error: SmtpError) => resolve(failureOfSmtp(error, isBegun));
  const timer = setTimeout(() => fail({ code: 'ETIMEDOUT' }), options.timeoutMs);
  connection.on('error', fail);
  connection.once('end', () => fail({ code: 'ECONNECTION' }));
  const send = () => connection.send(envelope, content, (error) => (error ? fail(error) : resolve(null)));
  connection.connect((error) => {
    if (error) return fail(error);
    if (!auth) return send();
    connection.login(auth, (refused) => (refused ? fail(refused) : send()));
  });
  try {
    const failure = await promise;
    if (failure === null) connection.quit();
    return failure;
  } finally {
    clearTimeout(timer);
    connection.close();
  }
}

function connectionTo({ url, timeoutMs, tls }: SmtpOptions) {
  const { protocol, hostname, port, username, password } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHere = /^(127\.0\.0\.1|localhost|::1)$/.test(host);
  const connection = new SmtpConnection({
    host,
    ...(port !== '' && { port: Number(port) }),
    secure: protocol === 'smtps:',
    // What goes over a network is never readable on its way, password and links included.
    ...(isHere && !tls ? { ignoreTLS: true } : { requireTLS: true }),
    ...(tls && { tls }),
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    dnsTimeout: timeoutMs,
  });
  const [user, pass] = [decodeURIComponent(username), decodeURIComponent(password)];
  return { connection, auth: user === '' ? null : { user, pass } };
}
