// What a mail is kept as until it is sent: sealed, so that neither an address nor a link stands in the database.
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { openBy, sealBy } from '../kernel/sealed-text.ts';

export interface OutboxOptions {
  /** TOKEN_SECRET, and while it rotates the one before. */
  secret: string;
  oldSecret?: string | undefined;
  /** A mail server is configured. */
  isOpen: boolean;
  /** EMAIL_VERIFICATION: no account without a proven address. */
  isProofRequired: boolean;
}

/** What stands in `sealed`. Which kind it is stands beside it: it may be decided after this was made. */
export interface Sealed {
  to: string;
  values: object;
}

export interface Outbox extends Pick<OutboxOptions, 'isOpen' | 'isProofRequired'> {
  seal(content: Sealed): string;
  /** Null for what was sealed by a secret that is no more, or is damaged. */
  open(sealed: string): Sealed | null;
  /** HMAC-SHA-256, hexadecimal: the same for the same text while the secret is the same, and never guessed from it. */
  nameOf(text: string): string;
}

/** Opens nothing and holds nothing open. */
export function createOutbox({ secret, oldSecret, ...how }: OutboxOptions): Outbox {
  const secrets = oldSecret === undefined ? [secret] : [secret, oldSecret];
  const keysFor = (purpose: string): KeyObject[] =>
    secrets.map((one) => createSecretKey(new Uint8Array(hkdfSync('sha256', one, '', purpose, 32))));
  const [contents, names] = [keysFor('flux e-mails v1'), keysFor('flux e-mail names v1')];
  return {
    ...how,
    seal: (content) => sealBy(contents[0]!, JSON.stringify(content)),
    open: (sealed) => openJson(contents, sealed) as Sealed | null,
    nameOf: (text) => createHmac('sha256', names[0]!).update(text).digest('hex'),
  };
}

function openJson(keys: KeyObject[], sealed: string): unknown {
  const text = openBy(keys, sealed);
  return text === null ? null : JSON.parse(text);
}
