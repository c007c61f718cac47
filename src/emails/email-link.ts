// A link in a mail: 256 random bits, of which only a hash is kept, and which open one thing once.
import { hash, randomBytes } from 'node:crypto';
import type { MikroORM } from '@mikro-orm/postgresql';
import { FluxError } from '../kernel/errors.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { LINK_KINDS } from './email.entity.ts';

export type LinkKind = (typeof LINK_KINDS)[number];

const HOUR_MS = 3_600_000;

/** As the texts promise it. */
export const LINK_LIVES_MS: Readonly<{ [Kind in LinkKind]: number }> = {
  registration: 24 * HOUR_MS,
  verification: 24 * HOUR_MS,
  reset: HOUR_MS,
  change: 24 * HOUR_MS,
  'take-back': 14 * 24 * HOUR_MS,
};

export interface NewLink {
  /** Stands in the mail, and nowhere else. */
  token: string;
  hash: string;
  validUntil: Date;
}

export function makeLink(kind: LinkKind): NewLink {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOfLink(token), validUntil: new Date(Date.now() + LINK_LIVES_MS[kind]) };
}

export const hashOfLink = (token: string): string => hash('sha256', token, 'base64url');

export interface OpenLink {
  hash: string;
  /** The address that it is about. */
  email: string;
  /** The address of its person as it is now; null without a person, or for one who has none. */
  ownEmail: string | null;
  registration: unknown;
}

/** Looks and uses nothing up. Throws LINK_INVALID, the same for what is unknown, used, or too old. */
export async function peekLink(orm: MikroORM, kind: LinkKind, token: string): Promise<OpenLink> {
  const linkHash = hashOfLink(token);
  const [link] = await callAsLogin<{ email: string; own_email: string | null; registration: unknown }>(
    orm,
    'peek_email_link',
    linkHash,
    kind,
  );
  if (!link) throw new FluxError('LINK_INVALID');
  const { email, own_email: ownEmail, registration } = link;
  return { hash: linkHash, email, ownEmail, registration };
}
