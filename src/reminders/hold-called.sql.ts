// A call, whose it was, and its task, held until the end of the transaction: all that a pressed key depends on.
import type { Profile } from '../account/profile.entity.ts';
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';
import { HELD_TASK, heldTaskOf, type HeldColumn, type HeldTask } from '../tasks/held-task.ts';

export interface Called {
  /** As it was called for, whatever the task has become since. */
  generation: number;
  /** CallSid; null while it is being placed. */
  externalId: string | null;
  /** Of the person as of now. */
  line: Pick<Profile, 'phone' | 'phoneVerifiedAt'>;
  held: HeldTask;
}

/** In one round trip. Null where there is no such call. */
export async function holdCalled({ em }: Ctx, dispatchId: string): Promise<Called | null> {
  await em.execute(LOCK, [dispatchId]);
  const [row]: Row[] = await em.execute(CALLED, [dispatchId]);
  if (!row) return null;
  const { generation, externalId, phone, verifiedAt, held } = row;
  const line = { phone, phoneVerifiedAt: verifiedAt === null ? null : new Date(verifiedAt) };
  return { generation, externalId, line, held: heldTaskOf(held) };
}

interface Row extends Omit<Called, 'line' | 'held'> {
  phone: string | null;
  verifiedAt: string | null;
  held: HeldColumn;
}

/** Of its own, as in `lockTask`. */
const LOCK = `/* ${UNREAD} */
  select from tasks where id = (select task_id from dispatch_log where id = ? and step = 'call') for no key update`;

const CALLED = `
  select d.generation, d.external_id as "externalId", p.phone, p.phone_verified_at as "verifiedAt", ${HELD_TASK}
  from dispatch_log d
  join tasks t on t.org_id = d.org_id and t.id = d.task_id
  join profiles p on p.org_id = t.org_id and p.user_id = t.user_id
  where d.id = ? and d.step = 'call'`;
