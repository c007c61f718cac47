// Hours at which something else begins or is over ("shift starts at 5", "when I close by 7"), those at which one has
// left.
import type { Fact } from '../english/facts.ts';
import type { Goal, Hours } from './goal.ts';

const BEGINS =
  /\b(?:(?:shift|work|school|class(?:es)?|lectures?|duty|training|church) (?:starts?|begins?)|(?:i|we|shop) (?:opens?|starts? work(?:ing)?))(?: up)?(?: at)?\s*$/i;
/** Work begins where the words are of a time before it: "before work, I start at 8:30". */
const I_BEGIN = /\bbefore (?:my )?(?:work|shift|school|uni|college)\b.*\bi (?:start|begin)(?: at)?\s*$/i;
const OVER =
  /\b(?:i|we|work|shift|school|class|coaching|training|lessons?|office|shop|kids?)(?:'m| am| is| are)? (?:gets? (?:over|off|out|done|home)|(?:over|off|out|done)|finish(?:es)?|ends?|closes?|knocks? off|clocks? off)(?: work| school)?\s*$/i;
const LEAVES = /\b(?:leave|leaving|be home|get home|be out|log off|stop work\w*)\b[^,.;]{0,25}$/i;

const NOON = 720;

type Beside = Pick<Hours, 'from' | 'to'>;

/** Where there is room for the goal beside such an hour; null for the hours of the goal itself. */
export function hoursBeside(text: string, fact: Fact, time: number): Beside | null {
  if (isBegun(text, fact)) return { from: Math.max(0, time - 120), to: time };
  return isOver(text, fact) ? { from: time, to: null } : null;
}

/** The "start at" of "I start at 8:30" may stand in the fact. */
function isBegun(text: string, { from, to }: Fact): boolean {
  const before = text.slice(0, from) + (/^(?:start|begin)s?\b/i.exec(text.slice(from, to))?.[0] ?? '');
  return BEGINS.test(before) || I_BEGIN.test(before);
}

/** "Leave the office by 7" is done at that hour, in the time before it. */
export const hoursOfLeaving = (text: string, fact: Fact, time: number): Beside | null =>
  fact.role === 'by' && LEAVES.test(text.slice(0, fact.from)) ? { from: time - 45, to: time } : null;

/** "It must finish by 20:30": a session that would last longer begins so much earlier; null for other words. */
export function endingBy({ hours, minutes }: Goal, { role, negated }: Fact, time: number): number | null {
  const isEnd = role === 'until' || role === 'by' || role === 'before';
  if (!isEnd || negated || hours.at === null || minutes === null) return null;
  return Math.max(0, Math.min(hours.at, time - minutes));
}

export const isOfEvent = (text: string, fact: Fact): boolean => hoursBeside(text, fact, 0) !== null;

/** The "over" of "gets over at 5" may stand in the fact. */
const isOver = (text: string, { from }: Fact): boolean =>
  OVER.test(text.slice(0, from) + (/^over\b/i.test(text.slice(from)) ? 'over' : ''));

/** "A half under 1:30": how fast, and no hour of the day. */
export const isResult = (text: string, { from }: { from: number }): boolean =>
  /\b(?:under|sub|below|beat|breaking|faster than|quicker than|in less than)[ -]$/i.test(
    text.slice(0, from),
  ) ||
  (/^(?:under|sub|below|in less than)\b/i.test(text.slice(from)) &&
    /\b(?:\d+ ?km?|miles?|half|marathon|parkrun|lap|metres)\s$/i.test(text.slice(0, from)));

/** Hours that stand as "5 to 8", of which `minute` is five to eight; null for other words. */
export function stretchOf(said: string, minute: number): { from: number; to: number } | null {
  const [, first, last] = /^(\d{1,2}) to (\d{1,2})\b/.exec(said) ?? [];
  if (!first || !last || Number(first) >= Number(last)) return null;
  const half = minute >= NOON ? NOON : 0;
  return { from: 60 * Number(first) + half, to: 60 * (Number(last) % 12) + half };
}
