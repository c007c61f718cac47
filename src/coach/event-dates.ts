// Dates of what a goal is got ready for, and stretches that are meant as a whole.
import type { Fact } from '../english/facts.ts';
import { addDays, daysBetween } from '../kernel/time.ts';
import { clausesOf } from './clauses-of.ts';
import type { Taking } from './goal.ts';
import { around, saidOf } from './said-around.ts';

/** "No alcohol in January", "start in March", "12 to 26 January": the stretch itself, and not its end. */
export function isWhile(taking: Taking, fact: Fact, from: string): boolean {
  const { kind } = taking.goal;
  return (
    /\b(?:start\w*|begin\w*|from|during|throughout|all|each|every)\b/i.test(around(taking, fact)) ||
    /\d.*(?:-|–|to|till|until).*\d|\bweek/i.test(saidOf(taking, fact)) ||
    ((kind.counts === 'abstain' || kind.counts === 'habit') && daysBetween(taking.today, from) < 60) ||
    daysBetween(taking.today, from) < 14
  );
}
/** Of what is prepared for: "for my holiday in July", "the wedding in November". */
export function isEvent({ isRevision, reading }: Taking, fact: Fact): boolean {
  const isOfWish =
    (clausesOf(reading)[0]?.to ?? 0) > fact.from || !AWAY_WORDS.test(reading.text.slice(0, fact.from));
  const before = reading.text.slice(0, fact.from);
  const isEvent = fact.role === 'at' ? EVENT.test(before) : fact.role === 'for' && READY.test(before);
  return !isRevision && isOfWish && isEvent && !WHOLE.test(before);
}
const READY = /\b(?:prepare|ready|fit|train|in shape)(?: myself| everything)? $/i;
/** "For the whole of June". */
const WHOLE = /\b(?:whole|all|rest|entire|entirety|duration|most|half) (?:of )?$/i;
const AWAY_WORDS = /\b(?:away|off|travel\w*|abroad|busy|not (?:here|there|available)|holidays?|vacation)\b/i;
const EVENT =
  /\b(?:for|before|until|till|by) (?:\S+ ){1,4}$|\b(?:wedding|birthday|party|trip|holiday|exams?|test|race|interview|visit|anniversary|graduation|baby|move|launch|finals?|course|competition|concert|recital|show|festival|game|match|hike|trek|camp|conference|tournament|retreat|hols) (?:is |are )?$|(?:\p{L}{3,} (?:is|are)|\bit(?:'s| is))(?: due)? $/iu;
export const STARTS =
  /\b(?:exams?|mocks?|finals|tests?|prelims|boards|course|job|uni|college|school|term|season|trip|holidays?|baby|rehearsals|league|tournament|festival|competition)s? $/i;

/** "They moved my exam, it's now on 26 June". */
export const MOVED =
  /\b(?:exam|test|race|wedding|deadline|paper|concert|competition|show|final|match)s?\b.*\b(?:now|moved|postponed|changed|pushed back|put back|brought forward)\b|\b(?:moved|postponed|changed|pushed back|brought forward)\b.*\b(?:exam|test|race|wedding|deadline|paper|concert|competition|show|final|match)s?\b/i;

/** "By June" is by its first day, "by summer" before it, "by mid June" its middle; else the last day of it. */
export function endOf(
  { role }: Fact,
  { from, to }: { from: string | null; to: string },
  said: string,
): string {
  if (from === null) return to;
  if (role === 'before' || /\bby (?:the )?(?:summer|winter|spring|autumn|fall)\b/i.test(said))
    return addDays(from, -1);
  if (/\bmid(?:dle)?\b/i.test(said)) return addDays(from, Math.floor(daysBetween(from, to) / 2));
  return /\bby \p{L}+(?: \d{4})?$/iu.test(said) && from.endsWith('-01') && daysBetween(from, to) < 31
    ? from
    : to;
}
