// Letting a goal go: it cannot be taken back, so only plain words end one; what is in doubt is asked.
import { asksAboutEnd, doubtsEnd, isDecided, readEnding, refusesEnd } from '../ending-words.ts';
import { answersPlan, looksLikeChange, wantsGoal } from '../intents.ts';
import { matchTitles } from '../match-titles.ts';
import { ask, list, result } from './answer.ts';
import type { Input, OpenGoal, Output } from './answer.ts';

/** "Drop my running goal": abandons the one that is meant, or asks; null where no goal or plan is told to end. */
export function letGoalGo(text: string, { open_goals: open }: Input): Output | null {
  const ending = readEnding(text);
  if (!ending) return null;
  // "I want to cancel my phone plan" with no goal open is a wish.
  if (open.length === 0) return ending.noun === 'plan' && wantsGoal(text) ? null : ask(NONE_OPEN);
  const named = namedBy(ending.topic, open);
  if (named.length > 0) return letGo(named, text);
  // One goal is open and other words name it: perhaps it is that one.
  const [only] = open;
  if (only && open.length === 1) return letGo(open, text, hasOwnWords(ending.topic, only));
  const waiting = open.filter(({ awaits_approval }) => awaits_approval);
  const isShownLast = ending.noun === 'plan' || /^th(?:is|at)$/.test(ending.which);
  return letGo(isShownLast && waiting.length > 0 ? waiting : open, text);
}

const NONE_OPEN = 'There is no open goal that I could end. What would you like to do?';

/** "Running" may be the activity or mean that it is under way: other words count before it. */
function namedBy(topic: string, open: readonly OpenGoal[]): OpenGoal[] {
  const named = matchTitles(topic.replace(/\brunning\b/g, ' '), open);
  return named.length > 0 ? named : matchTitles(topic, open);
}

function hasOwnWords(topic: string, { title }: OpenGoal): boolean {
  const known = title.toLowerCase().split(' ');
  return topic.split(' ').some((word) => word !== '' && !PLAIN_WORDS.test(word) && !known.includes(word));
}

const PLAIN_WORDS =
  /^(?:running|current|active|open|ongoing|existing|approved|only|one|single|whole|entire|old|first|last|latest|new|big|little|own|stupid|silly|damn)$/;

function letGo(goals: readonly OpenGoal[], text: string, isUnsure = false): Output {
  if (refusesEnd(text))
    return ask('Good, then nothing ends. Is there something that you would like to change?');
  const [goal] = goals;
  const titles = list(goals.map(({ title }) => title));
  if (!goal || goals.length > 1) return ask(`Which goal shall I let go of: ${titles}?`);
  if (isUnsure || !isDecided(text) || asksAboutEnd(text) || doubtsEnd(text))
    return ask(`Shall I let go of ${titles}?`);
  return endOf(goal);
}

/** "The Spanish one", or "yes", after our question which goal to let go. */
export function answerLetGoQuestion(text: string, input: Input): Output | null {
  const asked = input.history.at(-1);
  const question =
    asked?.role === 'assistant' ? /^(?:Which goal shall|Shall) I let go of/.exec(asked.text) : null;
  if (!asked || !question || asksAboutEnd(text) || refusesEnd(text)) return null;
  const offered = input.open_goals.filter(({ title }) => asked.text.includes(`"${title}"`));
  // Our question has said what it is about: a word is enough.
  if (offered.length === 1 && answersPlan(text) === 'approve') return endOf(offered[0]!);
  const isShort = text.split(' ').length <= 5 && !looksLikeChange(text);
  const named = isShort ? matchTitles(text, offered) : [];
  return named.length === 1 ? endOf(named[0]!) : null;
}

const endOf = ({ id }: OpenGoal): Output =>
  result({ intent: 'GOAL', goal_id: id, payload: { decision: 'abandon' } });

/** "I give up on Spanish", "cancel it": without the word goal it is named or pointed at; null where it is neither. */
export function letItGo(text: string, { open_goals: open }: Input): Output | null {
  const gaveUp = /\bgiv(?:e|ing) up on (?!smoking|alcohol|sugar)(.+)/.exec(text);
  const noLonger = /\b(?:don't want to (.{2,40}) any ?more(?! than)|no longer want to (.+))/.exec(text);
  const isPointed =
    POINTED.test(text) || ITSELF.test(gaveUp?.[1] ?? '') || ITSELF.test(noLonger?.[1] ?? noLonger?.[2] ?? '');
  if (!gaveUp && !noLonger && !isPointed) return null;
  if (open.length === 0) return wantsGoal(text) ? null : ask(NONE_OPEN);
  // "I don't want to smoke any more" says what "Quit smoking" says.
  const named = matchTitles(text, open).filter(({ title }) => !QUITS.test(title));
  const [meant] = named;
  // "I don't want to run in the dark any more" is about the manner.
  const isManner = meant !== undefined && hasOwnWords(noLonger?.[1] ?? noLonger?.[2] ?? '', meant);
  if (named.length > 0) return letGo(named, text, isManner);
  // "Cancel that" may be said of anything that was just spoken of.
  if (isPointed) return letGo(open, text, true);
  return gaveUp && !wantsGoal(text) ? letGo(open, text, true) : null;
}

const CLAUSE_END =
  '(?=$|[.,!?;]| (?:please|now|thanks?|then|all|completely|altogether|for good|any ?more)\\b)';
const POINTED = new RegExp(`\\b(?:forget|cancel|abandon) (?:about )?(?:it|that|this)${CLAUSE_END}`);
const ITSELF = new RegExp(`^(?:(?:do|continue|go on with|keep) )?(?:it|this|that|everything)${CLAUSE_END}`);
const QUITS =
  /^(?:quit|stop|no|less|break|cut|give up|reduce|limit|drink less|eat less)\b|\b(?:free|without|off)\b/i;
