// The builtin orchestrator: what a message wants. Rules from the most certain to the least; where none holds it asks, and never guesses.
import type { AgentInput, AgentOutput } from '../../agents.ts';
import { timeOf } from '../../kernel/time.ts';
import { answersPlan, endsGoal, isProgressQuestion, isVague, looksLikeChange, wantsGoal } from './intents.ts';
import { matchTitles } from './match-titles.ts';
import { momentAhead, readMoment } from './read-moment.ts';
import { readReminder } from './read-reminder.ts';
import { readTiming } from './read-timing.ts';
import { clock } from './read-window.ts';
import { recipesIn } from './recipes.ts';
import { HARMFUL } from './recipes/unsafe.ts';
import { plainWords } from './words.ts';

type Input = AgentInput<'orchestrator'>;
type Output = AgentOutput<'orchestrator'>;
type OpenGoal = Input['open_goals'][number];

/** One intent with what it needs. English. Pure; the words of a message are never obeyed, only classified. */
export function orchestrate(input: Input): Output {
  const plain = plainWords(input.message);
  const text = plain.toLowerCase();
  if (CRISIS.test(text)) return ask(CARE);
  if (HARMFUL.test(text)) return ask(REFUSAL);
  if (!/\p{L}{2}|\d/u.test(text) && !/[👍👌✅🙏]/u.test(text))
    return ask(
      'What would you like to do? You can tell me a goal, a task to remember, or ask how you are doing.',
    );
  return (
    answerReminderQuestion(plain, input) ??
    newTask(plain, input) ??
    talkOfDraft(plain, text, input) ??
    moveTask(plain, text, input) ??
    (isProgressQuestion(text) ? result({ intent: 'PROGRESS' }) : null) ??
    talkOfGoal(text, input) ??
    newGoal(plain, text, input) ??
    smallTalk(text, input)
  );
}

const CRISIS =
  /\b(?:kill(?:ing)? myself|suicid\w*|end (?:my life|it all)|want to die|wanna die|don't want to (?:live|be alive)|hurt(?:ing)? myself|self[- ]harm\w*|cut(?:ting)? myself|no reason to live|better off dead)\b/;
const CARE =
  'I am really sorry that it is this hard right now. I am a planning coach and not the right help for this, but people are there for you: please call your local emergency number or a crisis line now, or talk to somebody near you. Are you safe at this moment?';

const REFUSAL =
  'That would harm somebody or is against the law, so I cannot help with it. If something weighs on you behind it, I can help with that: a difficult conversation, calming down, finding advice. What would you like to change for yourself?';

type Change = Partial<Omit<Output, 'payload'>> & { payload?: Partial<Output['payload']> } & Pick<
    Output,
    'intent'
  >;

function result({ payload, ...change }: Change): Output {
  return {
    clarification_question: null,
    task_id: null,
    goal_id: null,
    ...change,
    payload: {
      decision: null,
      task_title: null,
      task_starts_local: null,
      duration_minutes: null,
      ...payload,
    },
  };
}

function ask(question: string, payload: Partial<Output['payload']> = {}): Output {
  return result({ intent: 'CLARIFY', clarification_question: question, payload });
}

const WHEN = 'When should I remind you to';

/** "tomorrow at 9" after our question about the time belongs to the reminder that was asked for before. */
function answerReminderQuestion(plain: string, input: Input): Output | null {
  const asked = input.history.at(-1);
  const before = input.history.findLast(({ role }) => role === 'user');
  if (asked?.role !== 'assistant' || !asked.text.startsWith(WHEN) || !before) return null;
  const reminder = readReminder(plainWords(before.text), input.now_local);
  const moment = readMoment(/^\d{1,2}(?::\d\d)?$/.test(plain) ? `at ${plain}` : plain, input.now_local);
  if (!reminder || !moment) return null;
  const date = moment.date ?? reminder.moment?.date ?? null;
  const starts = momentAhead(
    { ...moment, date, time: moment.time ?? reminder.moment?.time ?? null },
    input.now_local,
  );
  return starts === null
    ? ask(`${WHEN} ${reminder.request}? Please name a day and a time.`)
    : taskAt(reminder.title, starts, reminder.minutes);
}

function newTask(plain: string, input: Input): Output | null {
  const reminder = readReminder(plain, input.now_local);
  if (!reminder) return null;
  // "Remind me every day" is a habit: it gets a plan.
  if (reminder.recurring) return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  if (reminder.title === '') return ask('What should I remind you of, and when?');
  const starts = reminder.moment ? momentAhead(reminder.moment, input.now_local) : null;
  if (starts !== null) return taskAt(reminder.title, starts, reminder.minutes);
  const day = reminder.moment?.date ? ' At what time?' : '';
  const passed = reminder.moment?.time ? ' That time has passed already.' : '';
  return ask(`${WHEN} ${reminder.request}?${passed || day}`, { task_title: reminder.title });
}

function taskAt(title: string, starts: string, minutes: number | null): Output {
  return result({
    intent: 'NEW_TASK',
    payload: { task_title: title, task_starts_local: starts, duration_minutes: minutes },
  });
}

/** While a draft waits for its answer, most words are about it. */
function talkOfDraft(plain: string, text: string, input: Input): Output | null {
  const waiting = input.open_goals.filter(({ awaits_approval }) => awaits_approval);
  if (waiting.length === 0) return null;
  const answer = answersPlan(text);
  if (answer === null) return null;
  const named = matchTitles(text, waiting);
  const named_others = matchTitles(
    text,
    input.open_goals.filter(({ awaits_approval }) => !awaits_approval),
  );
  if (named.length === 0 && named_others.length > 0 && answer !== 'approve') return null;
  if (
    answer === 'revise' &&
    (isOtherWish(plain, text, waiting) || (named.length === 0 && namesTask(text, input)))
  )
    return null;
  const goal = named.length === 1 ? named[0] : waiting.length === 1 ? waiting[0] : undefined;
  if (!goal) return ask(`Which plan do you mean: ${list(waiting.map(({ title }) => title))}?`);
  return result({ intent: 'GOAL', goal_id: goal.id, payload: { decision: answer } });
}

/** A wish about something else than the plans that wait. */
function isOtherWish(plain: string, text: string, waiting: readonly OpenGoal[]): boolean {
  if (!wantsGoal(text) && !/^(?:also|and|another|new goal)\b/.test(text)) return false;
  const topic = readTiming(plain, '2000-01-01', false).rest.toLowerCase();
  const wished = recipesIn(topic)[0];
  if (wished && !wished.broad)
    return (
      !waiting.some(({ title }) => recipesIn(title.toLowerCase())[0]?.key === wished.key) &&
      !/\binstead\b/.test(text)
    );
  return !looksLikeChange(text) && matchTitles(text, waiting).length === 0;
}

function namesTask(text: string, input: Input): boolean {
  return MOVE.test(text) && matchTitles(text.replace(MOVE, ' '), input.upcoming_tasks).length > 0;
}

const MOVE =
  /\b(?:re-?schedul\w*|mov(?:e|ing)|postpon\w*|push(?: back)?|shift|delay|put off|bring forward|swap|change the time of|can't (?:make|do|come to|attend|go to)(?: it to)?|won't (?:make|be able to do)(?: it to)?|not able to do|do .{2,30} (?:later|another (?:day|time)|tomorrow) instead|later today)\b/;

function moveTask(plain: string, text: string, input: Input): Output | null {
  if (!MOVE.test(text) || /\b(?:my|the) (?:\w+ ){0,2}(?:goal|plan)\b/.test(text)) return null;
  const rest = text.replace(MOVE, ' ');
  const from = /^(.*?)\b(?:to|until|till|for)\b(.*)$/.exec(rest);
  const matches = matchTitles(rest, input.upcoming_tasks);
  const { upcoming_tasks: tasks } = input;
  const pointed =
    matches.length === 0 && /\b(?:it|that|this|everything|the (?:next )?task|my next|next one)\b/.test(rest)
      ? tasks.slice(0, tasks.length === 1 || /next/.test(rest) ? 1 : 0)
      : matches;
  const sameDay = pointed.length === 0 ? onlyOneOn(tasks, text, input.now_local) : [];
  if (pointed.length === 0 && sameDay.length === 0) {
    const goals = matchTitles(rest, input.open_goals);
    if (goals.length > 0) return null;
    if (tasks.length === 0)
      return ask('I see no upcoming task that I could move. Which one do you mean, and to when?');
    return ask(`Which task should I move: ${list(unique(tasks.map(({ title }) => title)).slice(0, 5))}?`);
  }
  const meant = pointed.length > 0 ? pointed : sameDay;
  const titles = unique(meant.map(({ title }) => title));
  if (titles.length > 1) return ask(`Which task should I move: ${list(titles.slice(0, 5))}?`);
  const task =
    onNamedDay(meant, from?.[1] ?? '', input.now_local) ??
    meant.toSorted((a, b) => a.starts_local.localeCompare(b.starts_local))[0];
  if (!task) return null;
  return result({
    intent: 'RESCHEDULE_TASK',
    task_id: task.id,
    payload: { task_starts_local: newStart(plain, task.starts_local, input.now_local) },
  });
}

/** "I can't make it tonight" with one task today means that one. */
function onlyOneOn(tasks: Input['upcoming_tasks'], text: string, nowLocal: string): Input['upcoming_tasks'] {
  if (!/\b(?:can't|won't|not able)\b/.test(text)) return [];
  const day = /\b(?:today|tonight|this (?:morning|afternoon|evening))\b/.test(text)
    ? nowLocal.slice(0, 10)
    : readMoment(text, nowLocal)?.date;
  const due = tasks.filter(
    ({ starts_local }) => day !== null && day !== undefined && starts_local.startsWith(day),
  );
  return due.length === 1 ? due : [];
}

function onNamedDay(
  tasks: Input['upcoming_tasks'],
  words: string,
  nowLocal: string,
): Input['upcoming_tasks'][number] | undefined {
  const day = readMoment(words.replace(/'s\b/g, ''), nowLocal)?.date;
  return day ? tasks.find(({ starts_local }) => starts_local.startsWith(day)) : undefined;
}

/** What was not said stays as it was; null leaves the choice to the scheduler. */
function newStart(plain: string, startsLocal: string, nowLocal: string): string | null {
  const by =
    /\b(?:by|back|for)? ?(\d+|an?) ?(hours?|minutes?|mins?|days?|weeks?)\b(?: (later|earlier))?/i.exec(plain);
  if (by && /\b(?:by|back|later|earlier|forward|postpone|delay)\b/i.test(plain)) {
    const unit = /^h/i.test(by[2] ?? '')
      ? 60
      : /^m/i.test(by[2] ?? '')
        ? 1
        : /^d/i.test(by[2] ?? '')
          ? 1440
          : 10_080;
    const sign = /\b(?:earlier|forward)\b/i.test(plain) ? -1 : 1;
    const at = Date.parse(`${startsLocal.slice(0, 16)}:00Z`) + sign * (Number(by[1]) || 1) * unit * 60_000;
    return Number.isNaN(at) ? null : new Date(at).toISOString().slice(0, 16);
  }
  if (/\b(?:can't|won't|not able)\b/i.test(plain) && !/\b(?:move|resched\w*|instead)\b/i.test(plain))
    return null;
  const bare = /\b(?:to|at) (\d{1,2})(?::(\d\d))?[.!]?$/i.exec(plain);
  const minutes = bare && clock(bare[1], bare[2], undefined, startsLocal.slice(11, 13) >= '12');
  const day = readMoment(plain, nowLocal)?.date ?? startsLocal.slice(0, 10);
  if (minutes !== null) return `${day}T${timeOf(minutes)}`;
  const target = /\b(?:to|until|till|for|on|at)\b(?!.*\b(?:to|until|till)\b)(.*)$/i.exec(plain);
  const moment = (target && readMoment(target[0], nowLocal)) ?? readMoment(plain, nowLocal);
  if (!moment) return null;
  // "To 7 pm" keeps the day; "to tomorrow" keeps the hour.
  const at = `${moment.date ?? startsLocal.slice(0, 10)}T${moment.time ?? startsLocal.slice(11, 16)}`;
  return /^\d{4}-\d{2}-\d{2}T([01]\d|2[0-3]):[0-5]\d$/.test(at) ? at : null;
}

/** Changing or ending a goal that is already running. */
function talkOfGoal(text: string, input: Input): Output | null {
  const running = input.open_goals.filter(({ awaits_approval }) => !awaits_approval);
  const ends = endsGoal(text);
  const changes =
    looksLikeChange(text) &&
    !/^(?:i'd like|i want|i would like|help me) to (?:learn|start|begin|save|quit|stop|write|build|find)\b/.test(
      text,
    );
  if (!ends && !changes) return null;
  const named = matchTitles(text, ends ? input.open_goals : running);
  const spoken =
    /\b(?:my|the|this|that) (?:\w+ ){0,3}(?:goals?|plan|sessions?|schedule|sprint|programme|program|routine)\b/.test(
      text,
    );
  const goals =
    named.length > 0 ? named : spoken || ends || !wantsGoal(text) ? (ends ? input.open_goals : running) : [];
  if (goals.length === 0 && wantsGoal(text)) return null;
  if (goals.length === 0)
    return spoken || ends
      ? ask(
          ends
            ? 'There is no open goal that I could end. What would you like to do?'
            : 'There is no running goal that I could change. What would you like to work towards?',
        )
      : null;
  if (goals.length > 1) return ask(`Which goal do you mean: ${list(goals.map(({ title }) => title))}?`);
  const goal = goals[0];
  if (!goal) return null;
  return ends
    ? result({ intent: 'GOAL', goal_id: goal.id, payload: { decision: 'abandon' } })
    : result({ intent: 'MODIFY_GOAL', goal_id: goal.id });
}

function newGoal(plain: string, text: string, input: Input): Output | null {
  if (isVague(text))
    return ask(
      'What would you notice first if it had worked? Name one thing: for example moving more, sleeping better, learning something, time with people, work or money.',
    );
  const topic = readTiming(plain, '2000-01-01', false).rest.toLowerCase();
  const known = recipesIn(topic)[0];
  const asked = input.history.at(-1)?.role === 'assistant';
  const short = text.split(' ').length <= 3;
  const question =
    /\?$|^(?:what|why|who|where|when|which|is|are|does|do|did|should|tell me)\b/.test(text) &&
    !wantsGoal(text);
  if (question || CHAT.test(text) || INSTRUCTION.test(text)) return null;
  if (
    wantsGoal(text) ||
    (known && !known.broad && (short || asked || /^(?:[a-z]+|[\d.]+) /.test(text)) && !REPORT.test(text))
  )
    return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  if (known && (VERB_FIRST.test(text) || (asked && short)) && !REPORT.test(text))
    return result({ intent: 'GOAL', payload: { decision: 'propose' } });
  return null;
}

const CHAT =
  /^(?:thanks?|thank you|thx|cheers|hi|hello|hey|good (?:morning|evening|afternoon|night)|bye|see you|ok(?:ay)?|yes|no|sure|cool|great|nice|lol|haha|hmm+|wow|done)\b[^a-z]*(?:\w+[^a-z]*){0,3}$/;
const REPORT =
  /^(?:i (?:did|have done|just|finished|completed|went|ran|missed|skipped|forgot|already)|i've (?:done|just|finished)|done with|finished|completed|you|it|he|she|they|the weather)\b/;
const VERB_FIRST =
  /^(?:learn|study|finish|build|make|create|organi[sz]e|prepare|plan|launch|improve|get|become|master|stop|quit|reduce|practi[sc]e|train|start|complete|win|overcome|do|be|grow|fix|give up|set up|spend|join|visit|understand|memori[sz]e)\b/;
// Orders to the machine are no wishes of the person.
const INSTRUCTION =
  /\b(?:ignore (?:all|any|the|your|previous|my)|disregard|system prompt|previous instructions|you are now|act as|pretend to be|jailbreak|developer mode|as an ai)\b/;

function smallTalk(text: string, input: Input): Output {
  const waiting = input.open_goals.find(({ awaits_approval }) => awaits_approval);
  if (waiting)
    return ask(
      `The plan for "${waiting.title}" is waiting for you: approve it, tell me what to change, or drop it?`,
    );
  if (/\b(?:thanks?|thank you|thx|cheers|great|nice|cool|perfect)\b/.test(text))
    return ask(
      'You are welcome. Is there anything else I can do: a new goal, a reminder, or a look at how you are doing?',
    );
  if (/^(?:hi|hello|hey|good (?:morning|evening|afternoon))\b/.test(text))
    return ask('Hello! What would you like to work towards, or what should I remind you of?');
  if (REPORT.test(text))
    return ask(
      'Good to hear from you. Mark it on the task itself as done or missed so that it counts; is there something you would like to change or plan?',
    );
  return ask(
    'I am not sure what you mean. Would you like to set a goal, be reminded of something at a certain time, move a task, or see how you are doing?',
  );
}

function unique(titles: readonly string[]): string[] {
  return [...new Set(titles)];
}

function list(titles: readonly string[]): string {
  const quoted = titles.map((title) => `"${title}"`);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} or ${quoted.at(-1)}`;
}
