// Writes down which changes wait for a cooling-off, and which do not any more.
import type { Ctx } from '../kernel/context.ts';
import { UNREAD } from '../kernel/send-late.ts';
import { EASED_FIELDS, EASINGS, type EasedField, type Easings } from './easings.ts';

/** What was said of what the person eases: `over` waits no more. `hours`: of the cooling-off itself, at once. */
export async function keepEasings(
  { em }: Ctx,
  { later, over }: { later: Easings; over: readonly EasedField[] },
  hours: number | null = null,
): Promise<void> {
  for (const everywhere of [true, false]) {
    const fields = EASED_FIELDS.filter((field) => EASINGS[field].everywhere === everywhere);
    const change = Object.fromEntries(
      fields
        .filter((field) => field in later || over.includes(field))
        .map((field) => [field, later[field] ?? null]),
    );
    const ofHours = everywhere ? hours : null;
    if (ofHours === null && Object.keys(change).length === 0) continue;
    await em.execute(`/* ${UNREAD} */ ${SET}`, [JSON.stringify(change), everywhere, ofHours]);
  }
}

const SET = 'select set_easings(?::jsonb, ?, ?::integer)';
