// The question for another time, where the one that was named cannot be had.
import { utcToWallClock } from '../../kernel/time.ts';
import type { Dialogue } from '../orchestrator.agent.ts';
import type { Asked } from './intent.ts';

/** What an answer with a time completes: the same act, on that day of the person's where the answer names none. */
export function anotherTime(
  { said: { intent, payload, task_id, goal_id }, zone }: Pick<Asked, 'said' | 'zone'>,
  on: Date | null = null,
): Dialogue['asks'] {
  const nothing = { task_starts_local: null, task_starts_in_minutes: null };
  const act = { intent, payload: { ...payload, ...nothing }, task_id, goal_id };
  const date = on && utcToWallClock(on, zone).date;
  return { act, missing: 'time', choices: [], times: [], date, also: [] };
}
