// A new wish: a goal to propose a plan for, or the question what a vague one would mean.
import { readWish } from '../read-goal.ts';
import { askFor, result, type Input, type Output } from './answer.ts';
import type { Heard } from './heard.ts';
import { phrases } from './phrases.ts';

const WISH = phrases(`
  i really|also|finally|always|still|just|so|now|kinda? want|wanna|wish|hope|need|aim|intend|plan|try to
  i would really|also|finally|so|absolutely? like|love to|a|more|some|better|my  i want|need|would|like more|better|a|an|my|some|less
  help me  my goal|dream|aim|resolution|wish|target|plan is|:|would|for  my new year|years|year's 's? resolution|goal  goal :  i am|have been? trying|hoping|aiming|planning|keen|determined|looking|thinking|training|ready|going to|of|about|for
  i should|must|ought|could|gotta  i have to|decided|been|always  get|getting better at  it is|'s time to  i dream of  would love|like to  want to  need to
  can you help|support|coach|teach|make|plan|get me  make me a plan  i can not * help  let us get|start|work|learn|build  i am going to  thinking of|about  fancy  ^ trying|hoping|aiming|planning|looking|going to
  i aim for|to  teach me  how do|can i  i struggle with|to  i keep  i never  i am tired|sick|fed of|up|with  i used to * want
`);
/** What a goal begins with where no wish is spelled out. */
export const VERB = phrases(`
  ^ learn|study|revise|qualify|declutter|organise|organize|knit|crochet|sew|finish|build|make|create|organise|organize|prepare|plan|launch|improve|get|become|master|stop|quit|reduce|practise|practice|train|start|complete|win|overcome|do|be|grow|fix|give|set|spend|join|visit|understand|memorise|memorize|run|swim|cycle|read|write|lose|save|sleep|eat|drink|cook|walk|meditate|exercise|declutter|draw|paint|play|pass|gain|cut|lift|work|stretch|journal|code|publish|knit|sing|dance|garden|earn|pay|clear|wake|go|call|meet|find|climb|hike|keep|stay|row|jog|begin|develop|speak|invest|volunteer|renovate|tidy|clean|compose|record|sort|limit|breathe|drop|raise|teach
  ^ learning|studying|revising|knitting|sewing|running|swimming|cycling|reading|writing|losing|saving|sleeping|eating|drinking|cooking|walking|meditating|exercising|drawing|painting|playing|practising|practicing|training|getting|becoming|building|yoga|meditation|guitar|piano|spanish|italian|french|german|gym|pilates|boxing|climbing|marathon|exercise|fitness|chess|pottery|more|less|better|daily|weekly|quitting|stopping
`);
const VAGUE = phrases(`
  ^ i want|would like? things|everything|it|life to be better|different|good|easier  ^ make me|us|things happy|happier|better|good|different  ^ i? really? would? want|like|love|need|wish? to? be|become|feel|get|do|have|make|change? a? better|happy|happier|good|great|nice|something|things|everything|different|more|life|my|someone|best|new|it? life|person|things|version|something|everything? better|happier|different|of|new|nice? me|myself? please? .? $
`);
/** What somebody wants to know now is no goal. */
const HOW_TO = phrases(
  `how do|can|should i|we|you * it|this|that|them $  how do|can|should i|we|you * it|this|that|them ? $`,
);
const QUESTION = phrases(
  `^ what|why|who|where|when|which|is|are|does|did|should|tell|will|has|would|could  ^ do i|you|we|they|he|she|it`,
);
const TALK = phrases(
  `^ thanks|thank|thx|cheers|bye|lol|haha|hmm|wow|nice|cool|great  good night  see you  i love you  you are`,
);
const ORDER = phrases(`
  ignore all|any|the|your|previous|my  disregard  system prompt  previous instructions  you are now  act as  pretend  jailbreak  developer mode  as an ai  drop table  select *  < script  override  ^ system  without asking  approved by the
`);
const NOT = phrases(
  `do|would|did not really? want|need|like|plan  no longer want  not sure if|whether  never wanted  ^ do not change|touch|alter|adjust|modify`,
);

/** GOAL with propose, or a question; null where nothing is wished for. */
export function openGoal(heard: Heard): Output | null {
  const { words, input, text, facts } = heard;
  if (isTalk(heard)) return null;
  if (VAGUE(words) && words.some((word) => /\p{L}{2}/u.test(word)))
    return askFor(ASK_WISH, 'wish', result({ intent: 'GOAL', payload: { decision: 'propose' } }));
  const isWish = WISH(words) !== null || isPlainWish(words);
  if (QUESTION(words) && !isWish) return null;
  if (HOW_TO(words)) return null;
  const isRhythmic = facts.some(({ value: { kind } }) => kind === 'rhythm' || kind === 'days');
  const isSum =
    facts.some(({ value: { kind } }) => kind === 'amount') &&
    facts.some(({ value: { kind } }) => kind === 'date' || kind === 'dates' || kind === 'span');
  const letters = words.filter((word) => /\p{L}{2}/u.test(word));
  if (
    (isWish && letters.length > 2) ||
    (VERB(words) && (letters.length > 1 || heard.input.history.length === 0)) ||
    ((isRhythmic || isSum) && letters.length <= 12 && letters.length > 0 && !TOLD(words))
  )
    return propose(text === input.message ? null : text, input);
  return null;
}

/** An order to the machine, small talk, or what somebody does not want. */
export const isTalk = ({ words }: Heard): boolean => (ORDER(words) ?? TALK(words) ?? NOT(words)) !== null;

/** A wish in the speaker's own voice, at the beginning of what is said. */
export function isWishAt(words: readonly string[]): boolean {
  const found = WISH(words);
  if (found === null) return isPlainWish(words);
  return found.start === 0 || (found.start <= 6 && OWN_VOICE.test(words.slice(0, found.start).join(' ')));
}
/** "I want learn English", "I wan dey read for my exam", "figure I'll learn to weld". */
function isPlainWish(words: readonly string[]): boolean {
  const lead = PLAIN(words) ?? FIGURE(words);
  if (lead === null || VERB(words.slice(lead.end)) === null) return false;
  return PLAIN(words) !== null || !ONCE.has(words[lead.end] ?? '');
}
const PLAIN = phrases(`^ i|we want|wan|wann|wanna|hope|wish|plan|aim dey|to?`);
const FIGURE = phrases(`^ i? figure|reckon i|we will|shall|might|could`);
/** Of one day rather than of weeks. */
const ONCE = new Set('be have get go call do need see'.split(' '));
const OWN_VOICE =
  /^(?:(?:i|we|am|and|so|um|uh|er|but|really|also|now|okay|just|please|\d+|years?|old|a|the|been|'s|retired|beginner|,|here) ?)*$/;

/** How something is, and no wish. */
const TOLD = phrases(
  `is|are|was|were moved|changed|cancelled|now|half|off|closed|open|away|back|free|my|the|a`,
);

/** The plan for it, or the question what it is where the words hold no name for it. `wish`: null for all of them. */
export function propose(wish: string | null, input: Input): Output {
  const act = result({ intent: 'GOAL', payload: { decision: 'propose', wish } });
  const said = wish ?? input.message;
  const { phrase, kind } = readWish(said, { now: input.now_local, zone: input.zone });
  if (phrase !== '' || kind.key !== 'anything') return act;
  return askFor(ASK_NAME, 'wish', { ...act, payload: { ...act.payload, wish: said } });
}
const ASK_NAME = 'What is the goal, in a few words, for example “Run 5 km” or “Tidy the loft”?';

const ASK_WISH =
  'What would you notice first if it had worked? Name one thing: for example moving more, sleeping better, learning something, time with people, work or money.';

export const isOrder = (heard: Heard): boolean => ORDER(heard.words) !== null;
