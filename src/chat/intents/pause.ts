// "Pause everything until Sunday", "I'm back": tasks rest, and nothing is missed meanwhile.
import { derivedId } from '../../kernel/ids.ts';
import { localDayOf } from '../../kernel/time.ts';
import { endPauseTool, listPausesTool, startPauseTool } from '../../rules/tools.ts';
import { didOf } from './did.ts';
import type { Intent } from './intent.ts';
import { taskNamed } from './task-named.ts';

export const pause: Intent = async (ctx, { said, turn, nth }) => {
  const { list_from, list_to } = said.payload;
  const begun = await startPauseTool.within(ctx, {
    pause_id: derivedId(turn.messageId, `pause-${nth}`),
    from: list_from ?? undefined,
    until: list_to ?? undefined,
    goal_id: said.goal_id ?? undefined,
  });
  const until = list_to === null ? 'until you say that you are back' : `until ${list_to}, that day included`;
  const tasks = begun.resting === 1 ? 'One task rests' : `${begun.resting} tasks rest`;
  return {
    did: [didOf('paused', { id: begun.id, title: 'Pause' })],
    say: `Paused${list_from === null ? '' : ` from ${list_from}`} ${until}. ${tasks}; nothing reminds, and nothing is missed.`,
  };
};

/** Ends what rests as a whole, and what is named; else what was said to rest in chat, and no single rule. */
export const resume: Intent = async (ctx, { said, zone, message }) => {
  const today = localDayOf(message.saidAt, zone);
  const { pauses } = await listPausesTool.within(ctx, { limit: 100 });
  const running = pauses.filter(
    ({ ended_at, until }) => ended_at === null && (until === null || until >= today),
  );
  if (running.length === 0) return { say: 'Nothing is paused.' };
  const ruleId = said.task_id === null ? null : (await taskNamed(ctx, said.task_id)).ruleId;
  const meant = running.filter(
    ({ rule_id, goal_id }) =>
      (rule_id === null && goal_id === null) ||
      (rule_id !== null && rule_id === ruleId) ||
      (goal_id !== null && goal_id === said.goal_id),
  );
  const isNamed = ruleId !== null || said.goal_id !== null;
  const ended = meant.length > 0 || isNamed ? meant : running.filter(({ rule_id }) => rule_id === null);
  if (ended.length === 0) return { say: ONLY_ONES };
  for (const { id } of ended) await endPauseTool.within(ctx, { pause_id: id });
  return { say: 'Welcome back: what still lies ahead is on again.' };
};

const ONLY_ONES = 'Only something else rests by itself, and I leave it so: name it to have it back.';
