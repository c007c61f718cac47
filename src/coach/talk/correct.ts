// A correction of what was just done: taken back, put at another time, or done to the task that was meant.
import { minutesOf, timeOf } from '../../kernel/time.ts';
import { lastSaid } from './asked-before.ts';
import { actOf, ask, result, type Input, type Output, type UpcomingTask } from './answer.ts';
import { behindNo } from './amend.ts';
import { clocked, ofHalf } from './give-moment.ts';
import { factsOf, type Heard } from './heard.ts';
import { match } from './match.ts';
import { moved } from './move-to.ts';
import { planBack } from './plan-back.ts';
import { phrases } from './phrases.ts';
import { asksAbout, named } from './task-meant.ts';
import { toldIn } from './told.ts';

const WRONG = phrases(
  `^ no  ^ nope  ^ i meant|mean|said  ^ sorry  ^ not  ^ actually  ^ make it|that  ^ wait  ^ oops|whoops  ^ rather  ^ better  ^ i took|wanted  instead $  ^ correction  wrong one|task|time|day  i meant  meant to be`,
);
/** Nothing else is meant by it, whatever was done. */
const UNDO = phrases(`
  ^ please|sorry|oops|no|wait|can|could? you|,? please? undo  pushed|pressed|ticked|tapped|hit|clicked the? wrong  undo that|it|this|the|my|last  take|bring|make|turn that|it|them back  scratch that  revert  put|change|move|set|switch it|that|them|everything|things back $
  put|change|set it|that|them|everything back|to as|how|where|the it|they|way|like was|were?  as|how it was before? $  go back to how|what|the way  change|put|set it|that back
`);
/** Said of what was just done. */
const REGRET = phrases(`that is|'s|was wrong|not  ^ oops $  ^ no no? $  by mistake  ^ never mind  ^ no that`);

interface Did {
  kind: string;
  task_id: string;
  title: string;
  starts_local: string | null;
}

/** "Undo", "no, evening", "I meant the vet", right after something was done; null where it is none. */
export function correct(heard: Heard): Output | null {
  const { all, words, input } = heard;
  const facts = clocked(behindNo(heard));
  const stored = input.dialogue?.did[0];
  const did: Did | null = stored ?? toldOf(input);
  const times = facts.filter(({ negated, role }) => !negated && role !== 'except' && role !== 'instead');
  // Where nothing was done, it is the plan that is to be as it was.
  const waiting = heard.input.open_goals.filter(({ awaits_approval }) => awaits_approval);
  if (!did && planBack(heard, waiting)) return null;
  if (UNDO(all) && facts.length === 0) return result({ intent: 'UNDO', task_id: did?.task_id ?? null });
  const isWrong = (WRONG(all) ?? WRONG(words)) !== null && all.length <= 16;
  if (isWrong && times.length === 0) {
    const other = meantInstead(heard, did);
    if (other && did) return redone(heard, did, other);
    // "I took the tablet" is no correction where nothing was done.
    if (other && toldIn(heard) === null) return ask(asksAbout(named(other)));
  }
  if (!did) return null;
  if (REGRET(all) && times.length === 0) return result({ intent: 'UNDO', task_id: did.task_id });
  if (!isWrong || times.length === 0 || did.starts_local === null) return null;
  const task = { id: did.task_id, title: did.title, starts_local: did.starts_local };
  const part = factsOf(times, 'part')[0]?.value.part;
  if (part && times.length === 1) {
    const minute = minutesOf(task.starts_local.slice(11, 16));
    const other = ofHalf([minute, (minute + 720) % 1440], part);
    const local = `${task.starts_local.slice(0, 10)}T${timeOf(other ?? minute)}`;
    if (other !== undefined && local > input.now_local)
      return result({ intent: 'RESCHEDULE_TASK', task_id: task.id, payload: { task_starts_local: local } });
  }
  return moved(heard, task, times);
}

const KINDS: [RegExp, string][] = [
  [/\bmoved\b/i, 'moved'],
  [/\b(?:noted as missed|missed)\b/i, 'missed'],
  [/\b(?:done:|ticked)/i, 'done'],
  [/\b(?:noted|saved|added|created)\b/i, 'created'],
];

/** What the coach's last words tell, where nothing is kept with them: of a task that stands in the calendar. */
function toldOf(input: Input): Did | null {
  const text = lastSaid(input) ?? '';
  const [, kind] = KINDS.find(([pattern]) => pattern.test(text)) ?? [];
  const task = kind ? match(text.toLowerCase().split(/[^\p{L}\d']+/u), input.upcoming_tasks)[0] : undefined;
  return kind && task ? { kind, task_id: task.id, title: task.title, starts_local: task.starts_local } : null;
}

/** "I meant the training, not the run": a task that is named, and is another one. */
function meantInstead({ words, input }: Heard, did: Did | null): UpcomingTask | null {
  const meant = words.findIndex((word) => word === 'meant' || word === 'mean');
  const said = words.slice(meant < 0 ? 0 : meant + 1);
  const not = said.indexOf('not');
  const right = not > 0 ? said.slice(0, not) : meant < 0 ? [] : said;
  const others = input.upcoming_tasks.filter(({ id, title }) => id !== did?.task_id && title !== did?.title);
  const found = match(right, others);
  return found.length > 0 ? found[0]! : null;
}

/** What was done is taken back, and done to the other. */
function redone({ input }: Heard, did: Did, other: UpcomingTask): Output {
  const undo = result({ intent: 'UNDO', task_id: did.task_id });
  const status = did.kind === 'missed' ? 'missed' : 'done';
  const local = did.starts_local && `${did.starts_local.slice(0, 10)}T${other.starts_local.slice(11)}`;
  if (did.kind === 'moved' && local && local > input.now_local) {
    const move = result({
      intent: 'RESCHEDULE_TASK',
      task_id: other.id,
      payload: { task_starts_local: local },
    });
    return { ...undo, also: [actOf(move)] };
  }
  if (did.kind === 'done' || did.kind === 'missed')
    return { ...undo, also: [actOf(result({ intent: 'COMPLETE', task_id: other.id, payload: { status } }))] };
  return {
    ...undo,
    clarification_question: `And ${asksAbout(named(other))}`,
  };
}
