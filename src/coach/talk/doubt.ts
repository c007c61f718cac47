// A task that is read, but not beyond doubt: it is read back, and counts once the person says yes.
import { sayRule } from '../../chat/say-rule.ts';
import type { Fact } from '../../english/facts.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { actOf, askFor, result, type Output } from './answer.ts';
import { joined } from './joined.ts';
import { phrases } from './phrases.ts';

/** What a title neither begins nor ends with, and what stands nowhere in one but at its beginning. */
const STRAY = phrases(`
  ^ put|do|add|use that|this|it|them  ^ day|week|month|time|morning|evening $  ^ plus|or|and|but|so|then|that|this|it|when|if|like|by|at|from|before|after|depends|with|as|again|which|because|was|were|is|are|did|does|has|had|been|done|completed|yes|maybe|probably|actually|while|until|though|last|next|there|we|you
  or|and|but|plus|the|a|an|my|to|of|for|with|is|are|was|like|by|at|if|so|because|when|that|again|from|before|after|it|first|last|next|one|ones $
  moved|cancelled|canceled|postponed|rescheduled|changed|completed|finished|because|so|which|if|unless|remind|reminder|warn|instead|otherwise|whenever|although|though|since|cannot|was|were|gets|closes|ends|starts|finishes|opens|runs
`);
const LABEL =
  /^(?:[£$€#:]|no|invoice|po|case|ticket|form|bill|number|room|gate|row|seat|flat|unit|bay|floor|platform|chapter|part|page|ward|step|level|lesson|week|day|bus|train|flight|route|form|year|grade|table|track|line|order|ref|of)$/;

/** Not what a person would call a thing: the rest of a sentence, or a number that belongs to nothing. */
export function isStray(words: readonly string[]): boolean {
  const own = words.filter((word) => /[\p{L}\d]/u.test(word));
  if (own.length === 0 || STRAY(own) !== null || (own[0] === 'not' && own[1] !== 'to')) return true;
  return words.some(
    (word, index) =>
      /^\d+(?:[.,:]\d+)?$/.test(word) &&
      !LABEL.test(words[index - 1] ?? '') &&
      !/^(?:(?!and\b|or\b|then\b)\p{L}{2}|[%:])/u.test(words[index + 1] ?? ''),
  );
}

/** "At 7 on weekdays, weekends at 9": days that one list names, and hours on both of its sides. */
export function isMixed(facts: readonly Fact[], text: string): boolean {
  const clocks = facts.filter(({ value: { kind } }) => kind === 'clock');
  return facts.some(
    ({ value, from, to }) =>
      (value.kind === 'days' || value.kind === 'rhythm') &&
      text.slice(from, to).includes(',') &&
      clocks.some((clock) => clock.to <= from) &&
      clocks.some((clock) => clock.from >= to),
  );
}

/** The same, as a question where it was a deed. */
export function doubted(said: Output): Output {
  if (said.intent !== 'NEW_TASK') return said;
  const asked = readBack([said, ...said.also.map((one) => result(one))]);
  // What was asked behind it is asked once more by its name.
  const open = said.asks?.act.payload.task_title;
  const later = open ? ` Then tell me when: “${open}”.` : '';
  return { ...asked, clarification_question: `${asked.clarification_question}${later}` };
}

/** One question for all that waits for the same yes. */
export function readBack(made: readonly Output[]): Output {
  const [first, ...more] = made;
  const assumed = joined(...made.map(({ payload }) => payload.assumed));
  const beside = assumed === null ? '' : ` ${assumed}.`;
  const question = `Do I have that right: ${made.map(sayTask).join('; ')}?${beside}`;
  return askFor(question, 'yes', first!, { also: more.map(actOf) });
}

function sayTask({ payload }: Output): string {
  const { task_title: title, task_starts_local: local, task_starts_in_minutes: minutes, rrule } = payload;
  const at = local === null ? null : spokenTime(new Date(`${local}Z`), 'UTC');
  const often = rrule === null ? null : sayRule({ rrule, exdates: payload.exdates });
  const when = often === null ? (at ?? `in ${minutes} minutes`) : `${often} at ${local?.slice(11)}`;
  return `“${title}”, ${when}`;
}
