// What is no longer kept goes, a minute at a time.
import { cancellationSignal } from '@temporalio/activity';
import type { MikroORM } from '@mikro-orm/postgresql';
import { deleteDue } from '../src/retention/delete-due.ts';
import { findPolicy, POLICIES } from '../src/retention/policies.ts';
import { quick, slow } from './bind.ts';

const FOR_MS = 60_000;

export const retentionActivities = ({ orm }: { orm: MikroORM }) => ({
  ...quick({ listPolicies: async () => POLICIES.map(({ name }) => name) }),
  ...slow({
    deleteDue: async ({ policy }: { policy: string }) => {
      const found = findPolicy(policy);
      // Listed by a version that still had it.
      if (!found) return { deleted: 0, isDone: true };
      const options = { forMs: FOR_MS, signal: cancellationSignal() };
      const { deleted, isDone } = await deleteDue(orm, found, options);
      return { deleted, isDone };
    },
  }),
});
