// How often something is to be done, where one rule does not say it all: several times a day, or "the other Saturdays".
import type { Fact } from '../../english/facts.ts';
import type { Heard } from './heard.ts';
import { readRule } from './rule.ts';

/** The rule of each of the times. */
export function eachDay(facts: readonly Fact[], now: string): string {
  const rule = readRule(facts, now.slice(0, 10), true);
  return rule && rule !== 'vague' ? rule.rrule : 'FREQ=DAILY';
}

/** "Four times a day", "every two hours": the question for its times; null where a day has one. */
export function oftenIn(facts: readonly Fact[]): string | null {
  const rhythm = facts.map(({ value }) => value).find((value) => value.kind === 'rhythm');
  if (rhythm?.kind !== 'rhythm') return null;
  if (rhythm.per === 'day' && rhythm.least > 1 && rhythm.interval === 1)
    return `At which ${rhythm.least} times of day`;
  return /^(?:minute|hour)$/.test(rhythm.per) ? 'I cannot ring by the hour. At which times of day' : null;
}

/** "The other Saturdays" are those that were not named, and no fortnight. */
export const isOthers = ({ text }: Heard, facts: readonly Fact[]): boolean =>
  facts.some(
    ({ value, from, to }) =>
      value.kind === 'rhythm' && /(?<!every )\bother \w+days\b/i.test(text.slice(from, to)),
  );
