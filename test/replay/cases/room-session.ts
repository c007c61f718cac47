// A session of a room: agents talk and a person reaches its limit; somebody interrupts; it waits for people; and nobody can speak.
import { randomUUID } from 'node:crypto';
import { Context } from '@temporalio/activity';
import { ApplicationFailure } from '@temporalio/common';
import { NativeConnection, Worker } from '@temporalio/worker';
import type { Step } from '../../../src/rooms/sessions.ts';
import { bundleWorkflows } from '../../../temporal/bundle.ts';
import { heard } from '../../../workflows/room-session.contract.ts';
import type { Case } from '../cases.ts';
import type { RecordedHistory } from '../histories.ts';
import type { Stage } from '../stage.ts';

export const roomSession = {
  'talks-to-its-limit': async ({ person, ends }) => {
    const ana = await person({ channels: [] });
    const { id: roomId } = await ana.expect(201, 'POST', '/v1/rooms', { name: 'Garden' });
    for (const agent_key of ['a', 'b'])
      await ana.expect(201, 'POST', `/v1/rooms/${roomId}/agents`, {
        agent_key,
        name: agent_key,
        persona: 'Brief.',
      });
    const opened = { opening: 'What first?', limits: { turns: 2 } };
    const { id } = await ana.expect(201, 'POST', `/v1/rooms/${roomId}/sessions`, opened);
    return ends(`room/${id}`, undefined);
  },

  interrupted: (stage) => {
    const begun = Promise.withResolvers<void>();
    let steps = 0;
    return played(stage, 'interrupted', {
      takeRoomTurn: async () => {
        steps += 1;
        if (steps > 1) return ENDED;
        begun.resolve();
        await Context.current().cancelled;
        return ENDED;
      },
      meanwhile: async (handle) => {
        await begun.promise;
        await handle.signal(heard);
      },
    });
  },

  'waits-for-people': (stage) => {
    const waits = Promise.withResolvers<void>();
    let steps = 0;
    return played(stage, 'waits', {
      takeRoomTurn: async () => {
        steps += 1;
        if (steps > 1) return ENDED;
        waits.resolve();
        return { kind: 'waits', untilMs: Date.now() + 600_000 };
      },
      meanwhile: async (handle) => {
        await waits.promise;
        await handle.signal(heard);
      },
    });
  },

  'nobody-can-speak': (stage) => {
    let steps = 0;
    return played(stage, 'rests', {
      takeRoomTurn: async () => {
        steps += 1;
        if (steps === 1) throw ApplicationFailure.nonRetryable('gave up', 'GAVE_UP');
        return ENDED;
      },
    });
  },
} satisfies Record<string, Case>;

const restRoomSession = async (): Promise<Step> => ({ kind: 'waits', untilMs: Date.now() });

const ENDED: Step = { kind: 'ended' };

interface Play {
  takeRoomTurn: () => Promise<Step>;
  meanwhile?: (handle: { signal(definition: typeof heard): Promise<void> }) => Promise<void>;
}

/** What no real room does on demand: the activities are played. */
async function played({ real, historyOf }: Stage, name: string, play: Play): Promise<RecordedHistory> {
  const workflowId = `room/${name}`;
  const connection = await NativeConnection.connect({ address: real.env['TEMPORAL_ADDRESS']! });
  const taskQueue = `flux-played-room-${name}`;
  const { takeRoomTurn } = play;
  const worker = await Worker.create({
    connection,
    taskQueue,
    workflowBundle: await bundleWorkflows(),
    activities: { takeRoomTurn, restRoomSession },
  });
  const { workflow } = real.temporal.client;
  const [orgId, userId, sessionId] = [randomUUID(), randomUUID(), randomUUID()];
  await worker.runUntil(async () => {
    const handle = await workflow.start('roomSession', {
      workflowId,
      taskQueue,
      args: [{ orgId, userId, sessionId }],
    });
    await play.meanwhile?.(handle);
    await handle.result();
  });
  await connection.close();
  return historyOf(workflowId);
}
