// "Pause everything until Sunday", "I'm back": tasks rest, and nothing is missed meanwhile.
import { derivedId } from '../../kernel/ids.ts';
import { localDayOf } from '../../kernel/time.ts';
import { endPauseTool, listPausesTool, startPauseTool } from '../../rules/tools.ts';
import { didOf } from './did.ts';
import type { Intent } from './intent.ts';

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

export const resume: Intent = async (ctx, { zone, message }) => {
  const today = localDayOf(message.saidAt, zone);
  const { pauses } = await listPausesTool.within(ctx, { limit: 100 });
  const running = pauses.filter(
    ({ ended_at, until }) => ended_at === null && (until === null || until >= today),
  );
  if (running.length === 0) return { say: 'Nothing is paused.' };
  for (const { id } of running) await endPauseTool.within(ctx, { pause_id: id });
  return { say: 'Welcome back: what still lies ahead is on again.' };
};
