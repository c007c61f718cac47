// What sort of piece of a request some words are: times, what may be done, what is told, a condition, a note, nothing.
import { isErrand } from './chore.ts';
import { phrases } from './phrases.ts';

/**
 * `time`: nothing but times. `plain`: what may be done. `note`: a number or a place to go by. `told`: a sentence about
 * it. `if`: under a condition. `anchor`: "when I get home". `aside`: a reason, or nothing at all.
 */
export type Sort = 'time' | 'plain' | 'note' | 'told' | 'if' | 'anchor' | 'aside';

/** Left out, and where it begins. */
export const AWAY = phrases(
  `^ i|we|they? am|are|is|'s? off|away|closed|shut|skip|skipping on|for|from? $  ^ no school|class|practice|training|lesson on? $`,
);
export const NEXT = phrases(`^ the|my? next|first one|time? is|'s|being? on? $`);

const FILLER = phrases(`
  ^ if? poss|possible|convenient|necessary $  ^ if? you can|could? $  ^ if need be $  ^ if at all? possible $  ^ god willing $  ^ hopefully|inshallah $  ^ fingers crossed $  ^ no exceptions|excuses $  ^ no matter what $  ^ it|its? is|'s? very? an|really? urgent|important|emergency $  ^ that is|'s all|it $
  ^ x|xx|xxx|ok|okay|yeah|right|cheers|ta|asap|sharp|prompt|thanks|lol|haha|yes|no|just|is|are|both|each|all|well|too|say|tho|though|again|as|usual|normal|enough|it|is|'s|will|do|that|plan|fine|more|only $  ^ is|should|will be? enough|fine|ok|okay|do $  ^ any|some ? time $  ^ sometime|anytime|roughly|ish $
  ^ do not let me forget $  ^ every single one|time $  ^ as usual|normal|always $  ^ which|that is|'s $
`);
const NOTES = phrases(`
  ^ order|ref|reference|booking|confirmation|account|acct|code|pin|password|room|flat|row|seat|seats|ward|gate|address|postcode|tel|number|platform|terminal|table|garage|venue|place|location|bring|dress|floor|unit|suite|bay|their|his|her|zoom  ^ it? is? 's? at|in the|their|her|his|our|room?
`);
const TOLD = phrases(`
  ^ i|he|she|it|its|they|we|you|there|that|this|his|her|their|who|which|normally|usually
`);
const STATES = phrases(`
  is|are|was|were|has|had|does|did|says|said|went|runs|wants|will|shuts|closes|opens|ends|finishes|starts
`);

/** A number that is no time: "row F, seats 11 and 12". */
export const NUMBERED = phrases(
  `^ order|ref|reference|booking|confirmation|account|acct|code|pin|room|flat|row|seat|seats|ward|gate|platform|terminal|floor|unit|bay`,
);

/** `raw`: with politeness and fillers; `isName`: it begins with a capital. */
export function sortOf(
  words: readonly string[],
  joint: string,
  { isTimed, raw, isName }: { isTimed: boolean; raw: readonly string[]; isName: boolean },
): Sort {
  if (joint === 'if' && words.length > 0 && !FILLER(words)) return 'if';
  if (words.length === 0) return 'time';
  if (FILLER(words)) return isTimed ? 'time' : 'aside';
  if (isTimed && (AWAY(raw) || NEXT(raw))) return 'time';
  if (joint === 'because') return 'aside';
  if (joint === 'when') return 'anchor';
  if (
    joint !== 'frame' &&
    ((NOTES(words) && joint !== '') ||
      (words.length < 5 && !isTimed && words.some((word) => /\d/.test(word)) && !isErrand(words, true)))
  )
    return 'note';
  if (isErrand(words, true) && !TOLD(words)) return 'plain';
  // "Game's at nine", but "Nan's at three".
  const isStatement = raw.at(-1) === "'s" && !isName;
  return joint === 'but' || TOLD(words) || STATES(words) || STATES(raw.slice(1)) || isStatement
    ? 'told'
    : 'plain';
}
