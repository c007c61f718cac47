// Whether the times, lengths and reports of a clause that only points are in what was done for its neighbours.
import type { Fact } from '../../english/facts.ts';
import { timeOf } from '../../kernel/time.ts';
import type { Act, Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { toldIn } from './told.ts';

/** The times and lengths of a clause that only points are in what was done. */
export function isCarried(heard: Heard, said: Output, acts: readonly Act[]): boolean {
  const told = toldIn(heard);
  const settled = acts.filter(({ intent }) => intent === 'COMPLETE');
  if (
    [said, ...acts].some(({ intent }) => intent === 'CLARIFY' || intent === 'GOAL') ||
    heard.facts.some(({ value: { kind } }) => kind === 'lead')
  )
    return true;
  if (told !== null && settled.length > 0 && settled.every(({ payload: { status } }) => status !== told))
    return told === 'partly';
  return heard.facts.every(({ value, alternatives, negated, role }) => {
    if (negated || role === 'instead' || role === 'except') return true;
    return [value, ...alternatives].some((one) => isIn(one, said, acts));
  });
}

function isIn(value: Fact['value'], said: Output, acts: readonly Act[]): boolean {
  const all = acts.map(({ payload }) => payload);
  const isTimed = all.some(({ task_starts_local: local, rrule }) => local !== null || rrule !== null);
  if (isTimed && value.kind === 'clock')
    return JSON.stringify([all, said.clarification_question]).includes(timeOf(value.minute % 1440));
  if (isTimed && value.kind === 'rhythm') return all.some(({ rrule }) => rrule !== null);
  return true;
}
