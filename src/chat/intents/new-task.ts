// "Remind me to call mum at six", "every Monday at 8 the bins": a task outside any plan, once or by a rule.
import { derivedId } from '../../kernel/ids.ts';
import { shorten } from '../../kernel/shorten.ts';
import { spokenTime } from '../../kernel/spoken-time.ts';
import { isVisible } from '../../kernel/text.ts';
import { utcToWallClock } from '../../kernel/time.ts';
import { createRuleTool } from '../../rules/tools.ts';
import { createTaskTool, DEFAULT_MINUTES } from '../../tasks/tools.ts';
import { hasPassed, momentSaid } from '../moment-said.ts';
import { sayRule } from '../say-rule.ts';
import { anotherTime } from './another-time.ts';
import { didOf } from './did.ts';
import type { Asked, Intent, Reaction } from './intent.ts';
import { sayTaken } from './say-taken.ts';

const LONGEST_TITLE = 80;

export const newTask: Intent = async (ctx, understood) => {
  const { said, zone, message } = understood;
  const { task_title, duration_minutes, rrule } = said.payload;
  const startsAt = momentSaid(said.payload, { ...message, zone });
  try {
    return rrule !== null && task_title
      ? await recurring(ctx, understood)
      : await once(ctx, understood, startsAt);
  } catch (error) {
    const durationMinutes = duration_minutes ?? DEFAULT_MINUTES;
    const why = await sayTaken(ctx, error, { startsAt, saidAt: message.saidAt, durationMinutes, zone });
    const title = shorten(task_title ?? '', LONGEST_TITLE);
    return { say: `${why} So “${title}” is not noted yet. ${WHEN}`, asks: anotherTime(understood, startsAt) };
  }
};

async function once(
  ctx: Parameters<Intent>[0],
  { said, zone, turn, nth }: Asked,
  startsAt: Date | null,
): Promise<Reaction> {
  const { task_title, duration_minutes } = said.payload;
  if (!task_title || !startsAt) return { say: said.clarification_question ?? WHEN };
  const title = shorten(task_title, LONGEST_TITLE);
  if (hasPassed(startsAt))
    return {
      say: `${WHEN} ${spokenTime(startsAt, zone)} has passed by now, so “${title}” is not noted yet.`,
      asks: anotherTime({ said, zone }),
    };
  const task = await createTaskTool.within(ctx, {
    task_id: derivedId(turn.messageId, nth === 0 ? 'task' : `task-${nth}`),
    title,
    starts_at: startsAt.toISOString(),
    duration_minutes: duration_minutes ?? DEFAULT_MINUTES,
  });
  const at = new Date(task.starts_at);
  const { date, time } = utcToWallClock(at, zone);
  return {
    say: `Noted: ${task.title}, ${spokenTime(at, zone)}${lengthOf(duration_minutes)}.${assumedOf(said)}`,
    did: [didOf('created', task, { starts_local: `${date}T${time}` })],
  };
}

const WHEN = 'When should I remind you?';

const recurring: Intent = async (ctx, { said, turn, nth, zone }) => {
  const { task_title, task_starts_local, duration_minutes, rrule, exdates } = said.payload;
  if (task_starts_local === null) return { say: said.clarification_question ?? 'At what time of day?' };
  const [start_date, time = ''] = task_starts_local.split('T');
  const rule = await createRuleTool.within(ctx, {
    rule_id: derivedId(turn.messageId, nth === 0 ? 'rule' : `rule-${nth}`),
    title: shorten(task_title ?? '', LONGEST_TITLE),
    rrule: rrule ?? '',
    start_date,
    time,
    duration_minutes: duration_minutes ?? DEFAULT_MINUTES,
    exdates,
  });
  const next =
    rule.next_starts_at === null ? '' : `, first on ${spokenTime(new Date(rule.next_starts_at), zone)}`;
  const say = `Noted: ${rule.title}, ${sayRule(rule)} at ${time}${lengthOf(duration_minutes)}${next}.${assumedOf(said)}`;
  return {
    say,
    did: [didOf('recurs', rule)],
  };
};

const lengthOf = (minutes: number | null): string => `, ${minutes ?? DEFAULT_MINUTES} minutes`;

const assumedOf = ({ payload: { assumed } }: Asked['said']): string =>
  assumed === null || !isVisible(assumed)
    ? ''
    : ` ${shorten(assumed, 200)}: say so if you meant something else.`;
