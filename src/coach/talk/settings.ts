// How and when somebody wants to be reminded: "20 mins before things, not 10", "no calls", "quiet after 9".
import { timeOf } from '../../kernel/time.ts';
import { ask, askFor, result, type Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { phrases } from './phrases.ts';
import { namedIn, personIn, SAME, type Settings } from './settings-of-person.ts';
import {
  BARE_LEAD,
  LEAD,
  OF_REMINDERS,
  NO_CALLS,
  CALLS,
  NO_WHATSAPP,
  WHATSAPP,
  NO_PUSH,
  PUSH,
  QUIET,
  BOTHER,
  NAG,
  ELSEWHERE,
  OTHERWISE,
  QUIET_HOURS,
  WISHES,
} from './settings-words.ts';

/** SETTING, or the question what exactly; null where nothing of it is meant. */
export function settings(heard: Heard): Output | null {
  if (OTHERS(heard.words)) return null;
  const found = { ...SAME, ...leadIn(heard), ...channelsIn(heard), ...nightIn(heard), ...personIn(heard) };
  const isAny = Object.values(found).some((value) => value !== null);
  if (!isAny) return onlyAsked(heard);
  const act = result({ intent: 'SETTING', payload: { settings: found, assumed: leftOut(heard, found) } });
  return sure(heard, found, act) ?? act;
}

/** "20 minutes before things": of all reminders, of none that is named with its hour. */
function leadIn({ words, facts, input }: Heard): Partial<Settings> {
  const [length] = factsOf(facts, 'length').filter(({ role }) => role !== 'except' && role !== 'instead');
  const [lead] = factsOf(facts, 'lead');
  const [shift] = factsOf(facts, 'shift');
  const minutes = lead?.value.minutes ?? length?.value.least ?? (shift && -(shift.value.minutes ?? 1));
  const isTimed = facts.some(
    ({ value: { kind }, negated, role }) =>
      /^(?:clock|date|offset|rhythm|days)$/.test(kind) && !negated && role !== 'from',
  );
  if (minutes === undefined || minutes < 0 || minutes > 1440 || isTimed) return {};
  if (
    !(LEAD(words) ?? BARE_LEAD(words)) ||
    !OF_REMINDERS(words) ||
    match(words, input.upcoming_tasks).length > 0
  )
    return {};
  return { lead_minutes: minutes };
}

function channelsIn({ words, facts }: Heard): Partial<Settings> {
  const isTimed = facts.some(({ value: { kind } }) =>
    /^(?:clock|clock_range|date|dates|days|rhythm|part|offset)$/.test(kind),
  );
  if (
    isTimed ||
    (/^(?:stop|not|never) calling me \p{L}+/u.test(words.join(' ').replace(/^.*?(?=stop calling)/, '')) &&
      namedIn(words))
  )
    return {};
  return {
    call: NO_CALLS(words) ? false : CALLS(words) ? true : null,
    whatsapp: NO_WHATSAPP(words) ? false : WHATSAPP(words) ? true : null,
    push: NO_PUSH(words) ? false : PUSH(words) ? true : null,
  };
}

function nightIn({ words, facts }: Heard): Partial<Settings> {
  if (!QUIET(words) || !BOTHER(words)) return {};
  const [range, second] = factsOf(facts, 'clock_range');
  if (second) return {};
  if (range) return { quiet_from: timeOf(range.value.from % 1440), quiet_to: timeOf(range.value.to % 1440) };
  const night: Partial<Settings> = {};
  for (const { role, value, alternatives } of factsOf(facts, 'clock')) {
    const other = alternatives.find(({ kind }) => kind === 'clock');
    const minutes = [value.minute, ...(other?.kind === 'clock' ? [other.minute] : [])];
    // Quiet begins in the second half of the day, and ends in the first.
    if (/^(?:after|from|at|until|to)$/.test(role) && !(role === 'until' && night.quiet_from))
      night.quiet_from ??= timeOf(minutes.find((minute) => minute >= 720) ?? value.minute);
    else night.quiet_to ??= timeOf(minutes.find((minute) => minute < 720) ?? value.minute);
  }
  return night;
}

/** Readings that need a word more. */
function sure(
  { words, facts, input }: Heard,
  { quiet_from, quiet_to, zone, call, lead_minutes }: Settings,
  act: Output,
): Output | null {
  const days =
    facts.some(({ value: { kind } }) => /^(?:days|dates|rhythm)$/.test(kind)) ||
    (quiet_from !== null && facts.some(({ value: { kind } }) => kind === 'date'));
  const isDay = quiet_from !== null && quiet_to !== null && quiet_from < quiet_to && quiet_from > '05:00';
  if (quiet_from !== null && (days || isDay))
    return askFor(
      `I keep one quiet time, the same every day: your night. Shall it be ${quiet_from} to ${quiet_to ?? 'the morning'}, every day, instead of what it is now?`,
      'yes',
      act,
    );
  const isCall =
    call === null &&
    quiet_from !== null &&
    /\bcall|ring/.test(words.join(' ')) &&
    !/\bquiet\b/.test(words.join(' '));
  if (isCall)
    return askFor(
      `I can keep quiet altogether, not with calls alone. Shall nothing at all reach you from ${quiet_from} on, until the morning?`,
      'yes',
      act,
    );
  if (lead_minutes !== null && !LEAD(words))
    return askFor(
      `I remind of everything in the same time. Shall all reminders come ${lead_minutes} minutes before?`,
      'yes',
      act,
    );
  const [date] = factsOf(facts, 'date').map(({ value }) => value.date);
  const [from = date] = factsOf(facts, 'dates').map(({ value }) => value.from);
  if (zone !== null && (from ?? '') > input.now_local.slice(0, 10))
    return askFor(
      `I can change your clock only at once. Shall I set it to ${zone} now? Otherwise tell me when you are there.`,
      'yes',
      act,
    );
  return zone === input.zone ? ask(`Your clock is that of ${zone} already. Is there something else?`) : null;
}

/** What was said with it and cannot be done by words. */
function leftOut({ words }: Heard, { quiet_from }: Settings): string | null {
  const text = words.join(' ');
  const left = [
    ...(ELSEWHERE(words) ? [`what you say of ${words[ELSEWHERE(words)!.start]} cannot be set here`] : []),
    ...(quiet_from !== null && /\b(?:except|apart|but|unless|bar)\b/.test(text)
      ? ['quiet hours have no exceptions']
      : []),
  ];
  return left.length === 0 ? null : `Not done: ${left.join('; ')}.`;
}

/** Where the wish is plain and what it needs is not. */
function onlyAsked({ words, facts, input }: Heard): Output | null {
  if (NAG(words) && facts.length === 0 && match(words, input.upcoming_tasks).length === 0)
    return askFor(
      'Shall I let all your tasks rest from today, until you say that you are back? Or say “no calls”, “no WhatsApp” or “quiet after 9 pm” for less.',
      'yes',
      result({ intent: 'PAUSE', payload: { list_from: input.now_local.slice(0, 10) } }),
    );
  if (OTHERWISE(words)) return ask(WHERE);
  if (ELSEWHERE(words) && WISHES(words)) return ask(WHERE);
  if (QUIET(words) && BOTHER(words) && facts.length > 0 && NEVER(words)) return ask(SOME_DAYS);
  if (QUIET_HOURS(words))
    return ask('From when until when shall I keep quiet? For example “quiet from 22:00 to 7:00”.');
  return null;
}
const NEVER = phrases(`^ do? not  no  never  stop`);
const OTHERS = phrases(
  `^ he|she|they  ^ my|her|his|their wife|husband|partner|son|daughter|brother|sister|mum|mom|mother|dad|father|friend|boss|neighbour|kid|kids  ^ remind me|us not? to|about|of`,
);
const SOME_DAYS =
  'I keep one quiet time, the same every day, so I have changed nothing. From when until when shall it be each day? Or shall I move what lies in those hours: say which.';
/** What of it can be set by words. */
export const WHERE =
  'By words I change how long before I remind you, quiet hours, calls, WhatsApp, push messages, your zone, your name and my tone; the rest stands in your preferences. Which of these shall it be?';
