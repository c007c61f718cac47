// "Move my run to seven", "make it 45 minutes", "from now on at half eight": one task, or all that follow of its rule.
import { spokenTime } from '../../kernel/spoken-time.ts';
import { utcToWallClock, weekdayOf } from '../../kernel/time.ts';
import { editRuleTool } from '../../rules/tools.ts';
import { findRule } from '../../rules/find-rule.ts';
import { editTaskTool } from '../../tasks/changing-tools.ts';
import { rescheduleTaskTool } from '../../tasks/tools.ts';
import type { TaskView } from '../../tasks/task-view.ts';
import { hasPassed, momentSaid } from '../moment-said.ts';
import { sayRule } from '../say-rule.ts';
import { anotherTime } from './another-time.ts';
import { didOf } from './did.ts';
import type { Asked, Intent, Reaction } from './intent.ts';
import { sayTaken } from './say-taken.ts';
import { taskNamed } from './task-named.ts';

export const rescheduleTask: Intent = async (ctx, asked) => {
  const { said, zone, message } = asked;
  const { task_id, payload } = said;
  if (!task_id) return { say: said.clarification_question ?? 'Which task do you mean?' };
  const startsAt = momentSaid(payload, { ...message, zone });
  if (startsAt && hasPassed(startsAt))
    return {
      say: `${spokenTime(startsAt, zone)} has passed by now, and nothing is moved. To when should I move it?`,
      asks: anotherTime(asked),
    };
  const before = await taskNamed(ctx, task_id);
  const { ruleId, ruleDate } = before;
  if (payload.scope === 'following' && ruleId !== null && ruleDate !== null)
    return following(ctx, asked, { ...before, ruleId, ruleDate }, startsAt);
  try {
    return await one(ctx, asked, before, startsAt);
  } catch (error) {
    const durationMinutes = payload.duration_minutes ?? before.durationMinutes;
    const at = payload.duration_minutes === null ? startsAt : (startsAt ?? before.startsAt);
    const wanted = { startsAt: at, saidAt: message.saidAt, durationMinutes, taskId: before.id, zone };
    const why = await sayTaken(ctx, error, wanted);
    return {
      say: `${why} So “${before.title}” stays as it is. ${at ? 'When instead?' : ''}`.trim(),
      ...(at && { asks: anotherTime(asked, at) }),
    };
  }
};

async function one(
  ctx: Parameters<Intent>[0],
  { said: { payload }, zone, upcoming }: Asked,
  { id: task_id, title, ruleDate }: TaskView,
  startsAt: Date | null,
): Promise<Reaction> {
  const { duration_minutes } = payload;
  const starts_at = startsAt?.toISOString();
  if (duration_minutes !== null && startsAt === null) {
    await editTaskTool.within(ctx, { task_id, duration_minutes });
    return { say: `Changed: ${title} takes ${duration_minutes} minutes.${onlyThis(ruleDate)}` };
  }
  // Both at once: what cannot be had as a whole is not changed in part.
  const task =
    duration_minutes === null
      ? (await rescheduleTaskTool.within(ctx, { task_id, starts_at })).task
      : await editTaskTool.within(ctx, { task_id, duration_minutes, starts_at });
  const at = new Date(task.starts_at);
  const { date, time } = utcToWallClock(at, zone);
  const was_local = upcoming.find(({ id }) => id === task_id)?.starts_local ?? null;
  const free = startsAt === null ? ' It is the first free time: say another one if you like.' : '';
  const length = duration_minutes === null ? '' : `, ${duration_minutes} minutes`;
  const did = didOf('moved', task, { starts_local: `${date}T${time}`, was_local });
  return {
    say: `Moved: ${task.title}, ${spokenTime(at, zone)}${length}.${free}${onlyThis(ruleDate)}`,
    did: was_local === null ? [] : [did],
  };
}

const onlyThis = (ruleDate: string | null): string =>
  ruleDate === null ? '' : ' Only this one: say “always” for all that follow.';

/** All of its rule from that date on. */
async function following(
  ctx: Parameters<Intent>[0],
  { said: { payload }, zone }: Parameters<Intent>[1],
  { ruleId, ruleDate, title }: TaskView & { ruleId: string; ruleDate: string },
  startsAt: Date | null,
): ReturnType<Intent> {
  const { rrule } = await findRule(ctx, ruleId);
  const local = startsAt && utcToWallClock(startsAt, zone);
  const day = local ? weekdayOf(local.date) : null;
  const isOtherDay = day !== null && day !== weekdayOf(ruleDate);
  const single = /BYDAY=(MO|TU|WE|TH|FR|SA|SU)(?=;|$)/;
  if (isOtherDay && !single.test(rrule))
    return {
      say: `To which days should “${title}” move for good? It comes ${sayRule({ rrule, exdates: [] })}.`,
    };
  const rule = await editRuleTool.within(ctx, {
    rule_id: ruleId,
    from: ruleDate,
    ...(local && { time: local.time }),
    ...(isOtherDay && { rrule: rrule.replace(single, `BYDAY=${day}`) }),
    ...(payload.duration_minutes !== null && { duration_minutes: payload.duration_minutes }),
  });
  return {
    say: `Changed for good: ${rule.title}, ${sayRule(rule)} at ${rule.time}, ${rule.duration_minutes} minutes.`,
  };
}
