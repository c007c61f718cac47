// What rooms do, counted.
import { Counter } from 'prom-client';
import { registry } from '../kernel/metrics.ts';

export const roomTurns = new Counter({
  name: 'flux_room_turns_total',
  help: 'Turns of agents in rooms: said, failed (nothing that could be used) or interrupted (a person spoke first).',
  labelNames: ['outcome'] as const,
  registers: [registry],
});

export const roomSessionsEnded = new Counter({
  name: 'flux_room_sessions_ended_total',
  help: 'Sessions of rooms that ended, by reason: stopped, finished, a limit, or nobody who could speak.',
  labelNames: ['reason'] as const,
  registers: [registry],
});
