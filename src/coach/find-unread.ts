// What of a message carries meaning and was read by nobody: it is asked about, or said to be no part of the plan, and
// never dropped without a word.
import type { Fact, Reading, Unread } from '../english/facts.ts';
import { unread } from '../english/unread.ts';
import { clausesOf, type Clause } from './clauses-of.ts';
import type { Taking } from './goal.ts';
import { isOut } from './said-around.ts';
import { isOfOther } from './take-busy.ts';
import { forbids, uncoveredIn } from './uncovered.ts';

const HARMLESS =
  /\b(?:never \w+(?: \w+)? before|from scratch|once and for all|days? off|for once|no longer|not so|after all|no more|any ?more|at last|not yet|no idea|instead of|rather than|before that|after that|by then|in the first place|'m|'t|not|don't|without dying|once|twice|(?:two|three|four|five|six) times)\b/gi;
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
    harmless.some(([first, last]) => from >= first && to <= last) || NO_COUNT.test(text.slice(0, to));
  const open = unread(reading).filter((one) => !isHarmless(one));
  const left: Left = { unread: [], unknowable: [], aside: [] };
  const clauses = clausesOf(reading);
  for (const [index, clause] of clauses.entries()) {
    if (isExplained(clauses, index)) continue;
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
    else if (
      index > 0 &&
      clause.facts.length === 0 &&
      isTold(clause.text) &&
      uncoveredIn(reading, clause, shown).length >
        (/^(?:while|when|if)\b/i.test(clause.text) ||
        DATED.test(clause.text.replace(HARMLESS, '')) ||
        forbids(clause)
          ? 0
          : 1)
    )
      (DATED.test(clause.text.replace(HARMLESS, '')) ? left.unread : left.aside).push(shortened(clause.text));
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
  /\b(?:if|unless|when(?:ever)?|except|depending on|(?:not|bar|but) (?:on )?(?:the )?days|provided|as long as|not in)\b.*\b(?:rain\w*|dry|wet|weather|sunny|snow\w*|cold|hot|windy|storm\w*|ill|sick|poorly|bad|hurts?|sore|pain\w*|migraine|tired|well enough|feel\w*|up to it|cricket|match|game|football|he|she|they|it|its|it's)\b/i;

const isOfJoint = (said: string, kind: Fact['value']['kind']): boolean =>
  /^(?:every|each)/i.test(said)
    ? kind !== 'amount' && kind !== 'number'
    : ['date', 'dates', 'clock', 'clock_range', 'part', 'days', 'offset'].includes(kind);
/** "To be off them by St Patrick's": an end that nobody knows. */
const DATED = /\b(?:by|before|until|till|after|start\w*|from)\b/i;

/** An age, and the number of a level or a chapter. */
const NO_COUNT =
  /\b(?:i'm|im|i am|aged?|turning|turned|at|level|grade|part|unit|module|stage|phase|step) \d+$|\p{L}\d+\w*$/iu;

/** It is the reason of the next clause, or its times stand there: "my duty days, those are Mon and Tue". */
function isExplained(clauses: readonly Clause[], index: number): boolean {
  const [clause, next] = clauses.slice(index, index + 2);
  if (clause && isOfOther(clauses, clause) && clause.facts.some(({ value }) => value.kind === 'amount'))
    return true;
  // "Except Sunday, when I sit a mock test".
  const before = clauses[index - 1]?.facts.at(-1);
  const isReason = before && clause && WHEN.test(before.value.kind) && before.to >= clause.from - 1;
  if (isReason && !UNKNOWABLE.test(clause.text) && /^when\b/i.test(clause.text) && clause.facts.length === 0)
    return true;
  if (!clause || !next || index === 0) return false;
  if (/^so\b/i.test(next.text)) return clause.facts.every(({ value }) => value.kind === 'number');
  if (next.facts.length === 0 || clause.facts.length > 0) return false;
  return (
    /^(?:which|those|these|that|they)(?:'s|'re| is| are)\b/i.test(next.text) ||
    (/^(?:only )?(?:when|while|once)\b/i.test(clause.text) &&
      /^(?:(?:from|after|before|between|at|until)\b|\d)/i.test(next.text))
  );
}

/** A joining word says nothing by itself, and "before" nothing more where its day was read. */
function isHot({ why, text: said, to }: Unread, used: readonly Fact[], text: string): boolean {
  if (why === 'negation') return !used.some(({ negated, role }) => negated || role === 'except');
  const isBehind = (kinds: RegExp): boolean =>
    used.some(
      (fact) =>
        kinds.test(fact.value.kind) &&
        (fact.from >= to || to - fact.to < said.length + 3 || UNITS.test(said)),
    );
  // "When I have my break at 13:00", "each of those days": the hour and the days are read.
  if (/^(?:when|whenever|while)$/i.test(said)) return !isBehind(WHEN);
  if (why === 'condition') return !/^(?:but|instead|rather|only)(?: |$)/i.test(said);
  if (UNITS.test(said)) return !isBehind(WHEN);
  if (!/^(?:before|after|until|till|by|every|each|during|since|between)\b/i.test(said))
    return said.trim().length > 1;
  return !used.some(
    ({ from, value: { kind } }) =>
      from >= to && from - to < 60 && isOfJoint(said, kind) && !/[.;!?]/.test(text.slice(to, from)),
  );
}

const WHEN = /^(?:clock|clock_range|part|days|dates?|rhythm|length)$/;
const UNITS =
  /^(?:(?:each|every) )?(?:days?|nights?|weeks?|mornings?|evenings?|afternoons?|hours?|months?|years?)$/i;

/** Beside what was read of it there is more in it than a wish and its times. */
function tellsMore(reading: Reading, clause: Clause, shown: string): boolean {
  // "When I'm on the job, which is all of July": its times say it.
  const isDated = clause.facts.length > 0 && /\b(?:which|that) (?:is|are)\b/i.test(clause.text);
  if (ASIDE.test(clause.text) || isDated) return false;
  const words = uncoveredIn(reading, clause, shown);
  const isDays = clause.facts.some((fact) => isOut(fact) && /^days?|date/.test(fact.value.kind));
  return words.length >= (forbids(clause) && !isDays ? 2 : 4);
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
