// Ends whatever is under way for somebody: calls that ring, workflows that run.
import type { MikroORM } from '@mikro-orm/postgresql';
import { addressOf } from '../channels/address.ts';
import type { VoiceCallChannel } from '../channels/voice-call.ts';
import { Dispatch } from '../dispatches/dispatch.entity.ts';
import { asSystem } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import type { Histories, Whose } from './erasures.ts';
import { noteMost } from './note-most.sql.ts';
import { listSubjects, type Subject } from './list-subjects.sql.ts';
import { personOfErasure } from './subject.ts';

export interface EndPorts {
  orm: MikroORM;
  histories: Histories;
  voiceCall: VoiceCallChannel;
  /** Our number, E.164. */
  callFrom: string;
}

/** Resolves to how much was found running. Throws PROVIDER_UNAVAILABLE, UNAVAILABLE, and what PostgreSQL throws. */
export async function endRuns(ports: EndPorts, erasureId: string): Promise<number> {
  const userId = await asSystem(ports.orm, (em) => personOfErasure(em, erasureId));
  if (userId === null) return 0;
  const ended = await ports.histories.end(whose(ports.orm, userId));
  // After their workflows: nobody places another one.
  const calls = await asSystem(ports.orm, (em) =>
    em.find(Dispatch, {
      userId,
      step: 'call',
      state: { $in: ['sending', 'unknown', 'accepted'] },
      lastSentAt: { $gt: new Date(Date.now() - LONGEST_CALL_MS) },
    }),
  );
  for (const call of calls) await hangUp(ports, call);
  return ended;
}

/** Resolves to how many runs were there still. Throws UNAVAILABLE, and what PostgreSQL throws. */
export async function forgetHistories(
  { orm, histories }: Pick<EndPorts, 'orm' | 'histories'>,
  erasureId: string,
): Promise<number> {
  const userId = await asSystem(orm, (em) => personOfErasure(em, erasureId));
  if (userId === null) return 0;
  const left = await histories.forget(whose(orm, userId));
  await asSystem(orm, (em) => noteMost(em, erasureId, 'runs', left));
  return left;
}

/** Harmless when repeated: one that is over is over. Throws PROVIDER_UNAVAILABLE. */
async function hangUp({ orm, voiceCall, callFrom }: EndPorts, call: Dispatch): Promise<void> {
  let sid = call.externalId ?? null;
  const to = addressOf(call.sentTo);
  if (sid === null && to !== null) {
    const found = await voiceCall.find({ to, from: callFrom, since: call.firstSentAt });
    if (found.kind === 'unavailable') throw new FluxError('PROVIDER_UNAVAILABLE', { detail: found.detail });
    if (found.kind === 'absent') return;
    sid = found.externalId;
    const { externalId } = found;
    await asSystem(orm, (em) => em.nativeUpdate(Dispatch, { id: call.id, externalId: null }, { externalId }));
  }
  if (sid === null) return;
  const outcome = await voiceCall.hangUp(sid);
  if (outcome.kind === 'unavailable') throw new FluxError('PROVIDER_UNAVAILABLE', { detail: outcome.detail });
}

/** None rings or talks for longer. */
const LONGEST_CALL_MS = 60 * 60_000;
/** Before every id. */
const NIL_ID = '00000000-0000-0000-0000-000000000000';
/** So many ids stand in one query. */
const AT_ONCE = 200;

const whose = (orm: MikroORM, userId: string): Whose => ({ userId, workflowIds: workflowIds(orm, userId) });

async function* workflowIds(orm: MikroORM, userId: string): AsyncGenerator<string[]> {
  for (let after = NIL_ID; ;) {
    const subjects = await asSystem(orm, (em) => listSubjects(em, userId, { after, limit: AT_ONCE }));
    yield subjects.flatMap(idsOf);
    const last = subjects.at(-1);
    if (!last || subjects.length < AT_ONCE) return;
    after = last.id;
  }
}

/** As `temporal/flows` names them. */
function idsOf({ kind, id, generation }: Subject): string[] {
  if (kind !== 'reminder') return [`${kind}/${id}`];
  return Array.from({ length: generation }, (_, index) => `reminder/${id}/${index + 1}`);
}
