// What the coach's last words left open: kept with them, read again of the request before them, or read of the words.
import { capital } from '../capital.ts';
import { askFor, result, type Asks, type Input, type Output } from './answer.ts';
import { hear } from './heard.ts';
import { moved } from './move-to.ts';
import { ownQuestion, taskIn, timesIn } from './own-questions.ts';

/** How a message by itself is read. */
type Read = (input: Input) => Output;

/** The coach's last words; null where somebody else spoke last. */
export function lastSaid({ history }: Input): string | null {
  const last = history.at(-1);
  return last?.role === 'assistant' ? last.text : null;
}

export function askedBefore(input: Input, read: Read): Asks | null {
  if (input.dialogue?.asks) return input.dialogue.asks;
  const text = lastSaid(input);
  const before = input.history.findLast(({ role }) => role === 'user');
  if (!text?.includes('?')) return null;
  const offered = input.open_goals.filter(({ title }) => text.includes(`"${title}"`));
  if (/\blet go of\b/.test(text) && offered.length > 0) {
    const abandon = result({ intent: 'GOAL', payload: { decision: 'abandon' }, goal_id: offered[0]!.id });
    const choices = offered.map(({ id, title }) => ({ id, title }));
    return askFor('', offered.length === 1 ? 'yes' : 'goal', abandon, { choices }).asks;
  }
  const alone = { ...input, history: [], dialogue: null };
  const said = before && read({ ...alone, message: before.text, now_local: before.said_local });
  return (
    said?.asks ??
    ownQuestion(text, alone, read) ??
    ofChoice(text, input) ??
    ofMoments(text, alone, read) ??
    ofReport(text, input) ??
    ofOffer(text, alone, read)
  );
}

/** "Which one do you mean: 1. Choir practice, or 2. Choir committee?": tasks that are offered, and what for. */
function ofChoice(text: string, input: Input): Asks | null {
  const tasks = input.upcoming_tasks;
  const options = optionsIn(text);
  const choices = options.flatMap((option) => {
    const task = taskIn(option, input);
    return task ? [{ id: task.id, title: task.title }] : [];
  });
  const isNamed = /["“]|\b1[.)]/.test(text) && /\b(?:which|do you mean)\b/i.test(text);
  if (choices.length === 0 && isNamed && options.length > 1)
    choices.push(...options.map((title) => ({ id: title, title })));
  else if (choices.length < 2 || choices.length !== options.length) return null;
  const isKnown = tasks.some(({ id }) => id === choices[0]!.id);
  const [date = null] = datesIn(/\bto ([^:]*):/.exec(text)?.[1] ?? '', input);
  return askFor('', 'task', isKnown ? verbOf(text) : result({ intent: 'CLARIFY' }), { choices, date }).asks;
}

const WHEN = /\b(?:when|(?:what|which) (?:time|day|date|hour))\b/i;

/**
 * "When suits you for the training? 1) Fri 11 Dec 13:00 2) …", "Stocktake at 10:30: every week, or every month?": what
 * is spoken of, and the moments that are offered. A plan's are in the plan.
 */
function ofMoments(text: string, input: Input, read: Read): Asks | null {
  const options = optionsIn(text);
  const cut = text.lastIndexOf(': ');
  const [, name] = /\bfor (?:the |your )?([\p{L}\d' -]+)/u.exec(text) ?? [];
  const what = name ?? text.slice(0, Math.max(0, cut));
  const isOpen = cut < 0 && WHEN.test(text) && /\bfor (?:the|your|my|a) /.test(text);
  const isMoment = (option: string): boolean => /^[ap]m$/i.test(option) || timesIn(option, input).length > 0;
  const isOffered = options.length > 1 && options.every(isMoment);
  const isWaiting = input.open_goals.some(({ awaits_approval }) => awaits_approval);
  if (what === '' || isWaiting || !(isOffered || isOpen)) return null;
  const told = read({ ...input, message: `Remind me: ${what}` });
  const { intent, payload } = told.asks?.act ?? told;
  const title = name !== undefined || intent !== 'NEW_TASK' ? capital(what.trim()) : payload.task_title;
  const task = taskIn(what, input);
  const act = task
    ? result({ intent: 'RESCHEDULE_TASK', task_id: task.id })
    : result({
        intent: 'NEW_TASK',
        payload: { ...(intent === 'NEW_TASK' && payload), task_title: title, assumed: null },
      });
  const [date = told.asks?.date ?? null] = isOffered ? [] : datesIn(text, input);
  const choices = options.map((option) => ({ id: option, title: option }));
  return askFor('', 'time', act, { choices, date, times: told.asks?.times ?? [] }).asks;
}

const datesIn = (text: string, input: Input): string[] =>
  timesIn(text, input).flatMap(({ value }) => (value.kind === 'date' ? [value.date] : []));

/** Numbered, in quotation marks, or parted by "or". */
export function optionsIn(text: string): string[] {
  const numbered = [...text.matchAll(/(?:^|\s)\d[.)]\s*(.+?)(?=,?\s*(?:\bor\b|\band\b)?\s*\d[.)]\s|[?]|$)/g)];
  if (numbered.length > 1) return numbered.map(([, option = '']) => option.trim());
  const quoted = [...text.matchAll(/["“]([^"”]+)["”]/g)].map(([, option = '']) => option);
  if (quoted.length > 1) return quoted;
  const [, asked = text] = /([^.!?]*)\?[^?]*$/.exec(text) ?? [];
  const parts = (asked.split(':').at(-1) ?? '').split(/,\s*(?:or\s+)?|\s+or\s+/);
  return /\bor\b/.test(asked) ? parts.map((part) => part.trim()).filter(Boolean) : [];
}

function verbOf(text: string): Output {
  if (/\b(?:cancel|delete|remove|take off|drop|skip)\b/i.test(text)) return result({ intent: 'CANCEL_TASK' });
  if (/\b(?:move|reschedule|shift|postpone)\b/i.test(text)) return result({ intent: 'RESCHEDULE_TASK' });
  if (/\b(?:done|finish\w*|tick\w*|manage)\b/i.test(text))
    return result({ intent: 'COMPLETE', payload: { status: 'done' } });
  return result({ intent: 'CLARIFY' });
}

/** "Did you …?", "How did … go?": whether a task was done. */
export const isReport = (text: string): boolean =>
  /\b(?:did|have) you\b(?! (?:mean|want|say))|\bhow (?:did|was)\b/i.test(text);

function ofReport(text: string, input: Input): Asks | null {
  if (!isReport(text)) return null;
  const named = text
    .split(/\band\b|,|&/)
    .map((part) => taskIn(part, input))
    .filter((task) => task !== undefined);
  const choices = [...new Set(named)].map(({ id, title }) => ({ id, title }));
  const act = result({
    intent: 'COMPLETE',
    payload: { status: 'done' },
    task_id: choices.length === 1 ? choices[0]!.id : null,
  });
  return choices.length === 0 ? null : askFor('', 'yes', act, { choices }).asks;
}

const ASKS_TO =
  /\b(?:(?:shall|should|may|can|could) i|(?:do you want|would you like|want|like) me to|would you like to)\s+(.+?)\?/i;
/** "Only today, or always?" */
const ONLY = /:?\s*\b(?:only|just) (?:today|this|tomorrow|once)\b.*?,? or .*\?\s*$/i;
const LEADS = /^(?:new task|noted|done|so|ok(?:ay)?|moved|got it|right)\b[:,.]?\s*/i;
const TAILS =
  /[\s,.:;-]*\b(?:right|ok(?:ay)?|yes|correct|good|go ahead|go|(?:is )?(?:that|this|it) (?:all )?(?:right|ok(?:ay)?|good|correct)|all (?:right|good)(?: like this)?|agreed|do you agree|keep it|still (?:good|on|okay)|shall i)\s*\?\s*$/i;

/** "Shall I move your run to Friday?", "Call Sam, Tuesday at 10:00. Right?": what is offered, read as if asked for. */
function ofOffer(text: string, input: Input, read: Read): Asks | null {
  const [, asked] = ASKS_TO.exec(text) ?? [];
  // "At six or at seven?": with the first of them it is a whole request.
  const [, second = ''] = /\s+or\s+(.*)$/.exec(asked ?? '') ?? [];
  const order =
    timesIn(second, input).length > 0 ? asked?.slice(0, -second.length).replace(/\s+or\s+$/, '') : asked;
  const tail = TAILS.test(text) ? TAILS : ONLY.test(text) ? ONLY : null;
  const told = tail ? text.replace(tail, '').replace(LEADS, '') : null;
  const isOnlyAsked = order === undefined && told === null;
  const words = order ?? told ?? (isOnlyAsked && /^so\b/i.test(text) ? text.replace(LEADS, '') : null);
  if (words === null) return null;
  const when = /^\W*(?:when|(?:at |by )?(?:what|which) (?:time|day|hour))\b/i.test(
    text.split(/[.!]\s/).at(-1)!,
  );
  const standing = order === undefined ? standingAt(words, input) : null;
  const said = standing ?? read({ ...input, message: asTheirs(words) });
  // While a plan waits, what is offered is the plan, but for a task that stands in the calendar.
  const isWaiting = input.open_goals.some(({ awaits_approval }) => awaits_approval);
  if (isWaiting && (said.task_id ?? said.asks?.act.task_id ?? null) === null) return null;
  const isOfGoal = said.intent === 'GOAL' || said.intent === 'MODIFY_GOAL';
  // What is told and is no whole task is none that a yes or a time would make one.
  if (said.asks) return order === undefined ? null : said.asks;
  if (said.intent === 'CLARIFY' && when && order !== undefined) {
    const task = taskIn(words, input);
    const act = task
      ? result({ intent: 'RESCHEDULE_TASK', task_id: task.id })
      : result({ intent: 'NEW_TASK', payload: { task_title: capital(asTheirs(words)) } });
    return askFor('', 'time', act).asks;
  }
  if (said.intent === 'CLARIFY' || isOfGoal) return null;
  return askFor('', 'yes', said).asks;
}

/** A task of the calendar that is told with its time: a yes puts it there, and another time elsewhere. */
function standingAt(words: string, input: Input): Output | null {
  const task = taskIn(words, input);
  const heard = hear(words, input);
  const said = task && moved(heard, task, heard.facts);
  return said?.payload.task_starts_local ? said : null;
}

const asTheirs = (words: string): string =>
  words
    .replace(/\byour\b/gi, 'my')
    .replace(/\byou\b/gi, 'me')
    .replace(/[\s?]+$/, '');
