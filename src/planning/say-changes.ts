// What a person is told of the difference between two drafts: sentences of the difference itself, and no others.
import type { PlanChange, PlanChanges } from './plan-change.ts';

const SAID = 8;

/** A few lines; also where nothing differs. The conflicts of the new plan are said with the plan itself. */
export function sayChanges({ is_changed, changes, left_out }: PlanChanges): string {
  if (!is_changed) return 'Nothing in the plan has changed.';
  const worthSaying = likeInOne(changes.filter(({ kind }) => kind !== 'conflict_gained'));
  const said = worthSaying.slice(0, SAID).map((message) => `• ${message}`);
  const more = worthSaying.length - said.length + left_out;
  if (said.length === 0) return 'No session is another than before; what stands in its way has changed:';
  return [
    'This has changed:',
    ...said,
    ...(more > 0
      ? [`• … and ${more === 1 ? 'one more change' : `${more} more changes`}, all of them in the plan.`]
      : []),
  ].join('\n');
}

/** Steps that change in the same way are one line: a person thinks of the plan, not of each of its steps. */
function likeInOne(changes: PlanChange[]): string[] {
  const groups = Map.groupBy(changes, (change) => likenessOf(change) ?? change);
  return [...groups].map(([like, same]) => {
    const [first] = same;
    if (typeof like !== 'string' || same.length === 1) return first!.message;
    const sessions = same.reduce((sum, one) => sum + one.sessions, 0);
    return `${sessions} sessions ${like}`;
  });
}

/** What a length or an hour becomes, on days that stay; null for any other change. */
function likenessOf({ kind, was, is }: PlanChange): string | null {
  if (was === null || is === null) return null;
  if (kind === 'lengthened' || kind === 'shortened')
    return `${kind === 'lengthened' ? 'longer' : 'shorter'}: ${is} instead of ${was}.`;
  const [[wasOn, wasAt], [isOn, isAt]] = [dayAndTime(was), dayAndTime(is)];
  return kind === 'moved' && wasOn === isOn ? `at ${isAt} instead of ${wasAt}, on the same days.` : null;
}

/** "Mon 30 Nov 21:00" and "Mon 21:00" alike. */
function dayAndTime(when: string): [string, string] {
  const cut = when.lastIndexOf(' ');
  return [when.slice(0, cut), when.slice(cut + 1)];
}
