// Of which kind a goal is: by the head of what is wished, "build a treehouse" and not its "with the kids"; no kind
// rather than a wrong one.
import { HARMFUL } from './harm.ts';
import { kindOf, kindsIn, type Kind } from './kinds.ts';

/** `wish`: what the title was made of, empty where there is none; `topic`: all words, times taken out. */
export function kindFor(text: string, topic: string, wish: string): Kind {
  if (HARMFUL.test(text.toLowerCase())) return kindOf('harm');
  const [whole] = kindsIn(text);
  if (whole?.first && whole.key !== 'exam') return whole;
  return kindsMeant(wish === '' ? wishPart(topic) : wish)[0] ?? kindOf('anything');
}

/** The kinds that a wish names, the one it is about first. */
export function kindsMeant(wish: string): Kind[] {
  const head = headOf(wish);
  const isOther = FOR_OTHERS.test(wish);
  const isMeant = ({ key }: Kind): boolean =>
    isOther ? key === 'exam' || key === 'pet' : !PEOPLE.has(key) || WITH_PEOPLE.test(wish);
  const [main, ...more] = kindsIn(head).filter(isMeant);
  const tail = kindsIn(wish.slice(head.length)).filter(isMeant);
  // "Get fit for the marathon": what it is for says more.
  if (main && GENERIC.has(main.key) && tail[0] && !tail[0].broad) return [...tail, main];
  return main ? [main, ...more, ...tail] : tail;
}

const GENERIC = new Set(['strength', 'skill', 'career']);
const PEOPLE = new Set(['friends', 'partner', 'family', 'kids']);
/** What one does with people; whoever is named beside anything else is no goal of its own. */
const WITH_PEOPLE =
  /\b(?:call|phone|ring|facetime|visit|see|meet|write to|text|spend|time|friends|talk|speak|chat|be|become|stay|keep|closer|reconnect|dates?|dating|listen\w*|invite|host|support|catch up|reach out|relationship|lonel\w+|touch|contact|better (?:mum|mom|dad|father|mother|parent|husband|wife|partner|friend|son|daughter)|quality|play with|read (?:to|with)|bedtime stor(?:y|ies)|help|social)\b/i;
/** "Teach my son to swim": it is not the one who wishes who learns. */
const FOR_OTHERS =
  /^(?:teach|prepare|get|help|coach|train|tutor|potty[- ]train|toilet[- ]train) (?:my|your|our|the|his|her) (?:\S+ )?(?:sons?|daughters?|kids?|child(?:ren)?|(?:wee|little|small|young) (?:ones?|man|lad|lass|boy|girl)|bairns?|weans?|lads?|lass(?:es)?|kiddos?|baby|toddler|twins?|boys?|girls?|wife|husband|partner|mum|mom|dad|brother|sister|nephew|niece|grand\w+|class|team|students?|pupils?|dog|puppy|cat|horse|\S*year-old)\b/i;

/** Up to the first preposition behind a verb and its object. */
function headOf(wish: string): string {
  for (const { index } of wish.matchAll(
    / (?:for|with|before|by|at|from|in|without|so|than|instead|near|against|into)\b/gi,
  ))
    if (wish.slice(0, index).trim().split(/\s+/).length >= 2) return wish.slice(0, index);
  return wish;
}

/**
 * "I moved to a new city and want to make friends", "... because work stresses me": the wish, not what is told
 * around it.
 */
function wishPart(topic: string): string {
  const wished = /\b(?:want|would like|'d like|wish|hope|need) to\b|\bmy goal(?: is|:)|\bi just want\b/i.exec(
    topic,
  );
  const from = wished ? topic.slice(wished.index + wished[0].length) : topic;
  return from.split(/\b(?:because|while|since|without|although|as i)\b/i)[0] ?? from;
}
