// "No, at seven", "half 7 not half 8", "Marcus, not markets": an act that was offered or done, with what is corrected.
import { ORDINALS, WEEKDAYS } from '../../english/words.ts';
import { DAYS } from '../../kernel/week.ts';
import { askFor, list, result, type Act, type Output } from './answer.ts';
import { giveMoment } from './give-moment.ts';
import { hear, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { several } from './several.ts';

/** The act with its new time, day, rhythm or title; null where nothing of it is named. */
export function amended(answer: Heard, act: Output): Output | null {
  if (act.intent !== 'NEW_TASK' && act.intent !== 'RESCHEDULE_TASK') return null;
  const heard = behindNo(answer);
  const title = act.intent === 'NEW_TASK' ? retitled(heard.text, act.payload.task_title ?? '') : null;
  const named = title === null ? act : { ...act, payload: { ...act.payload, task_title: title } };
  const facts = heard.facts.filter(
    ({ negated, role, value: { kind } }) => !negated && role !== 'except' && kind !== 'ordinal',
  );
  const monthly = act.payload.rrule === null ? null : nthOfMonth(heard.words);
  if (monthly) return { ...named, payload: { ...named.payload, rrule: monthly } };
  if (facts.length === 0) return title === null ? null : named;
  return giveMoment({ ...heard, facts }, named, {
    act,
    missing: 'time',
    choices: [],
    times: [],
    date: null,
    also: [],
  });
}

/** Of several that wait for one yes the one that is named is changed, and the others stay as they are. */
export function amendedOf(heard: Heard, acts: readonly Act[]): Output | null {
  const [first, ...more] = acts;
  if (!first || more.length === 0) return first ? amended(heard, result(first)) : null;
  const titled = acts.map((act) => ({ act, title: titleOf(heard, act) }));
  const renamed = titled.filter(({ title }) => retitled(heard.text, title) !== null);
  const meant = renamed.length > 0 ? renamed : match(heard.words, titled);
  const [one, other] = meant;
  const change = amended(heard, result(one?.act ?? first));
  if (!change) return null;
  if (one && !other) return several(acts.map((act) => (act === one.act ? change : result(act))));
  const names = list((other ? meant : titled).map(({ title }) => title));
  return askFor(
    `Which one do you mean: ${names}? Please say it with its change, or shall all stay as they were?`,
    'yes',
    result(first),
    { also: more },
  );
}

const titleOf = ({ input }: Heard, { payload, task_id }: Act): string =>
  payload.task_title ?? input.upcoming_tasks.find(({ id }) => id === task_id)?.title ?? '';

/** "No, Thursday": the "no" answers, and rules out nothing of what follows. */
export function behindNo(heard: Heard): Heard {
  const rest = heard.text.replace(
    /^\W*(?:(?:no|nope|nah|oops|whoops|wait|sorry|actually|ah|oh|er|um)\b[\s,.!]*)+/i,
    '',
  );
  return rest === heard.text || rest === '' ? heard : hear(rest, heard.input);
}

const NOT = /([\p{L}\d'’-]+(?: [\p{L}\d'’-]+)?),? not (?:the |a )?([\p{L}\d'’-]+)/giu;

/** The word that was misheard gives way to the one that was meant. */
export function retitled(text: string, title: string): string | null {
  for (const [, right = '', wrong = ''] of text.matchAll(NOT)) {
    const at = title.toLowerCase().indexOf(wrong.toLowerCase());
    const word = right.replace(/^(?:said|meant|mean|is|its|it's|no|i) /i, '');
    if (at >= 0 && wrong.length > 2) return title.slice(0, at) + word + title.slice(at + wrong.length);
  }
  return null;
}

const NTH = phrases(`first|second|third|fourth|last ${WEEKDAYS.join('|')}`);

/** "The FIRST Saturday, not every Saturday". */
function nthOfMonth(words: readonly string[]): string | null {
  const found = NTH(words);
  if (!found) return null;
  const [nth = '', day = ''] = words.slice(found.start, found.end);
  return `FREQ=MONTHLY;BYDAY=${ORDINALS.get(nth)}${DAYS[WEEKDAYS.indexOf(day)]}`;
}
