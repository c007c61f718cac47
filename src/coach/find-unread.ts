// What of a message carries meaning and was read by nobody: it is asked about, or said to be no part of the plan, and
// never dropped without a word.
import type { Fact, Reading, Unread } from '../english/facts.ts';
import { unread } from '../english/unread.ts';
import { clausesOf, type Clause } from './clauses-of.ts';
import type { Taking } from './goal.ts';
import { forbids, uncoveredIn } from './uncovered.ts';

const HARMLESS =
  /\b(?:never \w+(?: \w+)? before|from scratch|once and for all|for once|no longer|not so|after all|no more|any ?more|at last|not yet|no idea|instead of|rather than|in the first place|'m|'t|not|don't|without dying|once|twice|(?:two|three|four|five|six) times)\b/gi;
/** Reasons, politeness and what introduces the wish. */
const ASIDE =
  /^(?:because|cos|cuz|coz|since|so(?! only)|as|although|though|and so|thanks?|thank you|cheers|please|pls|plz|hi|hello|hey|good (?:morning|evening|afternoon|day)|ok(?:ay)?|right|well|lol|haha|also|then|plus|kindly|i(?:'m| am) \d+|my name|i know nothing)\b/i;
const LONGEST = 70;

export interface Left {
  /** Asked about. */
  unread: string[];
  /** What nobody can know before: "only if dry". */
  unknowable: string[];
  /** Told, and nothing to be asked. */
  aside: string[];
}

/** `wish`: the words of the title, which show themselves. */
export function unreadIn({ reading, unused }: Taking, wish: string): Left {
  const { text } = reading;
  const harmless = [...text.matchAll(HARMLESS)].map(
    ({ index, 0: words }) => [index, index + words.length] as const,
  );
  const shown = wish.toLowerCase();
  const isShown = (said: string): boolean => shown.includes(said.toLowerCase().replace(/\bmy\b/g, 'your'));
  const isHarmless = ({ from, to }: { from: number; to: number }): boolean =>
    harmless.some(([first, last]) => from >= first && to <= last) || AGE.test(text.slice(0, from));
  const open = unread(reading).filter((one) => !isHarmless(one));
  const left: Left = { unread: [], unknowable: [], aside: [] };
  for (const [index, clause] of clausesOf(reading).entries()) {
    const isIn = ({ from }: { from: number }): boolean => from >= clause.from && from < clause.to;
    const used = clause.facts.filter((fact) => !unused.includes(fact));
    const hot = [
      ...open.filter((one) => isIn(one) && isHot(one, used, text)),
      ...unused.filter((fact) => isIn(fact) && !isHarmless(fact)),
    ]
      .filter(({ from, to }) => !isShown(text.slice(from, to).trim()))
      .toSorted((a, b) => a.from - b.from);
    const [first] = hot;
    if (first && UNKNOWABLE.test(clause.text)) left.unknowable.push(shortened(clause.text));
    else if (first) left.unread.push(quoted(text, clause, first, used));
    else if (index > 0 && clause.facts.length === 0 && isTold(clause.text) && !isShown(clause.text))
      (DATED.test(clause.text) ? left.unread : left.aside).push(shortened(clause.text));
    else if (tellsMore(reading, { ...clause, facts: used }, shown)) left.aside.push(shortened(clause.text));
  }
  return {
    unread: left.unread.slice(0, 4),
    unknowable: left.unknowable.slice(0, 2),
    aside: left.aside.slice(0, 3),
  };
}

/** Of weather, health and what others do. */
const UNKNOWABLE =
  /\b(?:if|unless|when(?:ever)?|except|depending on|(?:not|bar|but) (?:on )?(?:the )?days|provided|as long as)\b.*\b(?:rain\w*|dry|wet|weather|sunny|snow\w*|cold|hot|windy|storm\w*|ill|sick|poorly|bad|hurts?|sore|pain\w*|migraine|tired|well enough|feel\w*|up to it|cricket|match|game|football|he|she|they|it|its|it's)\b/i;

const isOfJoint = (said: string, kind: Fact['value']['kind']): boolean =>
  /^(?:every|each)/i.test(said)
    ? kind !== 'amount' && kind !== 'number'
    : ['date', 'dates', 'clock', 'clock_range', 'part', 'days', 'offset'].includes(kind);
/** "To be off them by St Patrick's": an end that nobody knows. */
const DATED = /\b(?:by|before|until|till|after|start\w*|from)\b/i;

const AGE = /\b(?:i'm|im|i am|aged?|turning|turned) $/i;

/** A joining word says nothing by itself, and "before" nothing more where its day was read. */
function isHot({ why, text: said, to }: Unread, used: readonly Fact[], text: string): boolean {
  if (why === 'negation') return !used.some(({ negated, role }) => negated || role === 'except');
  if (why === 'condition') return !/^(?:but|instead|rather|only)(?: |$)/i.test(said);
  if (!/^(?:before|after|until|till|by|every|each|during|since|between)\b/i.test(said))
    return said.trim().length > 1;
  return !used.some(
    ({ from, value: { kind } }) =>
      from >= to && from - to < 60 && isOfJoint(said, kind) && !/[.;!?]/.test(text.slice(to, from)),
  );
}

/** Beside what was read of it there is more in it than a wish and its times. */
function tellsMore(reading: Reading, clause: Clause, shown: string): boolean {
  if (ASIDE.test(clause.text)) return false;
  const words = uncoveredIn(reading, clause, shown);
  return words.length >= (forbids(clause) ? 2 : 4);
}

/** More than two words that tell something. */
const isTold = (clause: string): boolean => !ASIDE.test(clause) && clause.split(/\s+/).length > 2;

const BEGINS =
  /\b(?:by|before|on|at|in|for|from|to|until|till|without|after|every|each|or|and|during|like|a|the|my)\s+(?:\S+\s+)?$/i;

/** The whole clause; of a long one, or of the wish itself, what stands around the words. */
function quoted(text: string, clause: Clause, { from }: { from: number }, used: readonly Fact[]): string {
  const read = used.filter((fact) => fact.to <= from).at(-1);
  if (clause.from > 0 && clause.text.length <= 45) return shortened(clause.text);
  const base = Math.max(clause.from, read?.to ?? clause.from);
  const near = BEGINS.exec(text.slice(base, from));
  const start = near ? base + near.index : read || clause.from === 0 ? from : base;
  const next = used.find((fact) => fact.from > from);
  return shortened(
    text.slice(start, Math.min(clause.to, next?.from ?? clause.to)).replace(/^[\s,.;:]+|[\s,.;:]+$/g, ''),
  );
}

function shortened(said: string): string {
  if (said.length <= LONGEST) return said;
  const cut = said.slice(0, LONGEST).toWellFormed();
  return `${cut.slice(0, Math.max(20, cut.lastIndexOf(' ')))} …`;
}
