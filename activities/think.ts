// For how long an activity that thinks may ask vendors: what is left of its time is enough for the builtin coach.
import { activityInfo, cancellationSignal } from '@temporalio/activity';
import type { ThinkingPorts } from '../src/llm/ask.ts';

/** The builtin coach takes a fraction of a second, two transactions little more; a slow database is allowed for. */
const LEFT_MS = 10_000;

/** The ports as the attempt that is under way may use them. */
export const thinkingNow = <Ports extends Omit<ThinkingPorts, 'signal' | 'vendorsUntilMs'>>(
  ports: Ports,
) => ({
  ...ports,
  signal: cancellationSignal(),
  vendorsUntilMs: Date.now() + activityInfo().startToCloseTimeoutMs - LEFT_MS,
});
