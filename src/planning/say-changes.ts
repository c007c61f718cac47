// What a person is told of the difference between two drafts: sentences of the difference itself, and no others.
import type { PlanChanges } from './plan-change.ts';

const SAID = 8;

/** A few lines; also where nothing differs. The conflicts of the new plan are said with the plan itself. */
export function sayChanges({ is_changed, changes, left_out }: PlanChanges): string {
  if (!is_changed) return 'Nothing in the plan has changed.';
  const worthSaying = changes.filter(({ kind }) => kind !== 'conflict_gained');
  const said = worthSaying.slice(0, SAID).map(({ message }) => `• ${message}`);
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
