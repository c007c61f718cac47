// The ledger of consent: each time that somebody let us reach them, or took it back. Triggers write it, and nobody
// changes it.
import { defineEntity, p } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { identity } from '../kernel/row-security.ts';
import { CONSENT_CHANNELS, CONSENT_KINDS } from './kinds.ts';

/** A person's, in all their organisations. Append-only: no role of a process may change a line, or take one away. */
export const Consent = defineEntity({
  name: 'Consent',
  tableName: 'consents',
  properties: {
    userId: p.uuid().primary(),
    /** 1, 2, 3 ... of this person, without a gap. */
    line: p.integer().primary(),
    channel: p.enum(CONSENT_CHANNELS),
    kind: p.enum(CONSENT_KINDS),
    /** Keyed: the same for all forms of one number, and for whoever had it. Null where it is about none. */
    numberHash: p.text().nullable(),
    /**
     * A door (`Via`); 'provider': it said so; 'operator'; 'other': somebody else proved the number; 'before': it stood
     * so when the ledger began.
     */
    way: p.text(),
    /** Of the text that was shown: `WORDINGS`. Null for the person's own words. */
    wording: p.text().nullable(),
    createdAt: instant().defaultRaw('now()'),
  },
  indexes: [{ properties: ['userId', 'channel', 'line'] }],
  ...identity,
});

/** What numbers are hashed with; no role but the functions of the database may read it. */
export const ConsentKey = defineEntity({
  name: 'ConsentKey',
  tableName: 'consent_keys',
  properties: { id: p.text().primary(), innerKey: p.blob(), outerKey: p.blob() },
  ...identity,
});
