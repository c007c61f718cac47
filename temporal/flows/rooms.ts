// Sessions of rooms over Temporal: one workflow for each.
import type { Person } from '../../src/kernel/context.ts';
import type { RoomSessions, SessionRef } from '../../src/rooms/sessions.ts';
import { heard, lookAgain } from '../../workflows/room-session.contract.ts';
import type { roomSession } from '../../workflows/room-session.ts';
import { call, startOptions, type Line } from './call.ts';

export const roomSessionWorkflowId = (sessionId: string): string => `room/${sessionId}`;

export function roomSessions(line: Line): RoomSessions {
  const signal = async (
    { orgId, userId }: Person,
    { sessionId }: SessionRef,
    definition: typeof heard | typeof lookAgain,
  ): Promise<void> => {
    await call(line, 'NOT_FOUND', () =>
      line.client.workflow.signalWithStart<typeof roomSession>('roomSession', {
        ...startOptions(line, { orgId, userId }, 'room'),
        workflowId: roomSessionWorkflowId(sessionId),
        workflowIdConflictPolicy: 'USE_EXISTING',
        staticSummary: 'Room session',
        priority: { priorityKey: 3, fairnessKey: userId },
        args: [{ orgId, userId, sessionId }],
        signal: definition,
      }),
    );
  };
  return {
    hear: (owner, ref) => signal(owner, ref, heard),
    revive: (owner, ref) => signal(owner, ref, lookAgain),
  };
}
