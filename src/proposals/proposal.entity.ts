// What somebody who may not do it themselves asked for on a person's behalf, until the person decides.
import { defineEntity, p, type InferEntity } from '@mikro-orm/core';
import { instant } from '../kernel/columns.ts';
import { own, personalColumns } from '../kernel/row-security.ts';
import type { Via } from '../kernel/via.ts';

/** applying: a person said yes, and what it leads to is not known yet. An expired one still stands as waiting. */
export const STATES = ['waiting', 'applying', 'applied', 'refused'] as const;

export const Proposal = defineEntity({
  name: 'Proposal',
  tableName: 'proposals',
  properties: {
    ...personalColumns,
    /** By which door it was asked for. */
    via: p.text().$type<Via>(),
    /** Its name in the registry. */
    tool: p.text(),
    input: p.json<Record<string, unknown>>(),
    /** What it would do, in words, where it cannot be foreseen whole. */
    would: p.text().nullable(),
    /** What the tool would have answered when it was asked for. */
    foreseen: p.json<unknown>().nullable(),
    state: p.enum(STATES),
    expiresAt: instant(),
    decidedAt: instant().nullable(),
    /** What the tool answered when it was applied. */
    result: p.json<unknown>().nullable(),
  },
  indexes: [{ properties: ['orgId', 'userId', 'createdAt', 'id'] }, { properties: ['expiresAt'] }],
  ...own,
});

export type Proposal = InferEntity<typeof Proposal>;
