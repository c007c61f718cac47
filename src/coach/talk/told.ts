// What is told of something that was to be done: that it is done, in part or not, in the words of one clause.
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';
import { isPassive, isPastVerb } from './past-verbs.ts';

export type Told = 'done' | 'missed' | 'partly';

const NEGATED = phrases(`
  did|have|has|had|was|were|could not  i|we do not  never got|made|did|went|happened|managed|had|started  not done|finished|started|happened|made|did|go
  nowt|nothing doing|done|doin  not get|make|manage  no time for  i|we no do|did|go|went|make|manage|get  no|not do|done any|none of|am|it
`);
const MISSED = phrases(`
  i|we? missed|skipped|forgot|bailed|ditched|overslept  slept through  forgot about|to  blew off|it  mark|set|log * as? missed|skipped  did not happen  failed to  no show
  ^ not|never * done|happened|started $
`);
const PARTLY = phrases(
  `half|part|partly|partially|nearly|almost|mostly|kinda|sort|some|most|bits done|finished|of|through|there  half of  did half|some|part|most|a  only did|managed|got|half|finished`,
);
const DONE = phrases(`
  i|we|she|he? don finish|do|complete|pay|buy|call|send|submit|wash|cook|clean|go  done  ^ finished|completed|complete|sorted|nailed|smashed|crushed|aced|finito  all done|finished|sorted|good  tick|check|cross|strike|knock * off  session|workout|training|lesson|task|mission completed|complete|done|finished  mark|tick|check|set|log * as? done|complete|completed|finished|off
  is|are|'s|was|been|all|now done|finished|complete|completed|sorted|over|handled|out|dealt|gone|in  got * done|finished|sorted  in the bag  's|has|have|is been $  is|'s|are a wrap  out of the way
  i? did|finished|completed|managed|nailed|smashed|crushed|ticked|aced my|the|it|that|this|all|both|them  got through|round|around  i|we have? just|already|finally? did|done|finished|completed|been|had  over and done  off my list
  already|yes i|we did  knocked it|that|the|out
`);
/** Told of more than one may settle, or of nothing that was. */
const STORY = phrases(
  `last week|month|year  used to  ago  when i was  always  every  if  wish  would have  since  keep|kept|keeps  ever  by the time  until|till  well done  how|why|when|what|did|have|has i|we|you  to be done  need|needs|want|have|has to  have got to  gets|get|be|being done  once  will be|have  going to  i|we will|shall|should|must|may|might|can
  push|move|shift|bump|put|reschedule|postpone|delay my|the|it|that|this|to  make * later|earlier  ^ stop|quit|end|drop|scrap|ditch the|my|this|that  forgot|forget to|2 log|tick|mark|note|tell|say|report|enter
  no longer  done with this|the app  is what  was like  could have  should have  not going|gonna  do not think|want|feel|fancy|know|see|like|need|mind|text|call|ring|message|bug|let|forget|put|schedule|remind|move|cancel
`,
);
const OTHERS = phrases(`
  ^ my|his|her|their|our? wife|husband|partner|son|daughter|brother|sister|mum|mom|mother|dad|father|friend|boss|colleague|neighbour|neighbor|kid|kids|flatmate|roommate|uncle|aunt|cousin|girlfriend|boyfriend|gran|grandma|grandpa|team|coach|teacher
  ^ he|she|they|you|who
  ^ the|my|our * rang|called|phoned|texted|emailed|messaged|wrote|said|says|told|asked|wants|cancelled|postponed|moved
`);

/** Null where the clause tells of none of them, or of somebody else. */
export function toldIn({ words }: Heard): Told | null {
  if (STORY(words) || OTHERS(words)) return null;
  if (MISSED(words) || (NEGATED(words) && !/\bno idea\b/.test(words.join(' ')))) return 'missed';
  if (PARTLY(words)) return 'partly';
  if (DONE(words) || isPastVerb(words) || isPassive(words)) return 'done';
  return null;
}

/** Whether it is about what was to be done, whatever it names: "finished the thing", "I never got to the lesson". */
export const isFirm = ({ words }: Heard): boolean =>
  words.length <= 9 && [DONE, MISSED, NEGATED].some((said) => said(words) !== null);
