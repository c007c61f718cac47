// Reminds somebody: one rung is claimed, as the worker does it, and once past every look that it takes before.
import { randomUUID } from 'node:crypto';
import type { Channel } from '../../../src/account/change-channels.ts';
import type { Actor } from '../../../src/kernel/context.ts';
import { queryAsPerson } from '../../../src/kernel/sql.ts';
import { claimStep, type Claiming } from '../../../src/reminders/claim-step.ts';
import type { Somebody, Town } from './people.ts';

/** A task that is due, in a generation of its own, and no call on the line. */
async function makeDue({ admin }: Pick<Town, 'admin'>, { taskId }: { taskId: string }): Promise<number> {
  const { rows } = await admin.query<{ generation: number }>(
    `with over as (update dispatch_log set state = 'expired'
       where user_id = (select user_id from tasks where id = $1) and state = 'sending')
     update tasks set generation = generation + 1, starts_at = now() + interval '5 minutes' where id = $1 returning generation`,
    [taskId],
  );
  return rows[0]!.generation;
}

export async function claim(
  town: Pick<Town, 'admin' | 'store'>,
  { userId }: Pick<Somebody, 'userId'>,
  org: { orgId: string; taskId: string },
  step: Channel,
): Promise<Claiming> {
  const generation = await makeDue(town, org);
  const actor: Actor = { orgId: org.orgId, userId, via: 'ladder' };
  return claimStep(town.store, actor, { taskId: org.taskId, generation, step });
}

/** Writes a dispatch that is being sent, as a defect of ours would: nobody has looked. Resolves to whether that went. */
export async function claimBlindly(
  { admin, store }: Pick<Town, 'admin' | 'store'>,
  { userId, phone }: Pick<Somebody, 'userId' | 'phone'>,
  org: { orgId: string; taskId: string },
  step: Channel,
): Promise<boolean> {
  const generation = await makeDue({ admin }, org);
  const text = `insert into dispatch_log (id, org_id, user_id, task_id, generation, step, state, sent_to, first_sent_at, last_sent_at)
    values ($1, $2, $3, $4, $5, $6, 'sending', $7, now(), now())`;
  const address = step === 'push' ? null : (phone ?? '+12025550199');
  const values = [randomUUID(), org.orgId, userId, org.taskId, generation, step, address];
  try {
    await queryAsPerson(store.orm, { orgId: org.orgId, userId }, { name: 'blind', text, values });
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === REFUSED) return false;
    throw error;
  }
}

/** insufficient_privilege: of the trigger, and of row security where they have left. */
const REFUSED = '42501';

/** What was sent under another line than the one that let it, or under none: "task step line". */
export async function sentUnderNone({ admin }: Pick<Town, 'admin'>): Promise<string[]> {
  const { rows } = await admin.query<{ what: string }>(
    `select d.task_id || ' ' || d.step || ' ' || coalesce(d.consent::text, 'none') as what from dispatch_log d
     left join consents c on c.user_id = d.user_id and c.line = d.consent and c.channel = d.step and c.kind = 'given'
     where d.state in ('sending', 'expired') and c.line is null`,
  );
  return rows.map(({ what }) => what);
}
