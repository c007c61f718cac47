// Rungs: what the far side accepted against what the two logs say.
import type pg from 'pg';
import type { World } from '../harness/world.ts';
import type { Channel, FarSide } from './far-side.ts';
import type { Stock } from './take-stock.ts';

/** The witness saw every message and call that stands in the simulator's state. */
export function checkWitness(
  { simulator }: Pick<World, 'simulator'>,
  { accepted }: FarSide,
  stock: Stock,
): void {
  const { messages, calls } = simulator.state;
  const onTheWire = new Set([
    ...messages.filter(({ direction }) => direction === 'outbound-api').map(({ sid }) => sid),
    ...calls.map(({ sid }) => sid),
  ]);
  for (const { externalId } of accepted)
    if (!onTheWire.delete(externalId)) stock.faults.push(`${externalId} was accepted and is nowhere`);
  for (const sid of onTheWire) stock.faults.push(`${sid} was never seen at the door`);
}

interface DispatchRow {
  id: string;
  step: Channel;
  state: string;
  external_id: string | null;
  attempt: number;
  reason: string | null;
  settled_via: string | null;
  status: string;
  /** External ids of the lines that say "sent" of it. */
  logged: string[];
  /** Of calls that were picked up unheard, or found the line busy with another of ours: one more is made, and told. */
  unheard: string[];
}

/**
 * At most one message or call per rung, and one call more where that was picked up unheard or kept out by our own;
 * none lost, and the log of notifications says the same.
 */
export async function checkDispatches(
  db: pg.Client,
  world: Pick<World, 'simulator'>,
  farSide: FarSide,
  stock: Stock,
): Promise<void> {
  const { rows } = await db.query<DispatchRow>(
    `select d.id, d.step, d.state, d.external_id, d.attempt, d.reason, t.settled_via, t.status,
       array(select n.external_id from notification_log n where n.dispatch_id = d.id and n.event = 'sent') as logged,
       array(select n.external_id from notification_log n where n.dispatch_id = d.id and n.event in ('unheard', 'own_call')) as unheard
     from dispatch_log d join tasks t on t.id = d.task_id`,
  );
  const { deliveries, notifications } = world.simulator.state;
  const known = new Set(rows.map(({ id }) => id));
  // Without a dispatch: an answer to what was heard late (check-answers.ts).
  for (const { dispatchId, externalId } of farSide.accepted)
    if (dispatchId !== null && !known.has(dispatchId))
      stock.faults.push(`${externalId} belongs to no dispatch`);
  for (const tag of new Set(deliveries.map((delivery) => delivery.tag)))
    if (!known.has(tag ?? '')) stock.faults.push(`a push with tag ${tag} belongs to no dispatch`);

  for (const all of rows) {
    const isHeard = (id: string) => id === all.external_id || !all.unheard.includes(id);
    const row = { ...all, logged: all.logged.filter(isHeard) };
    const again = all.unheard.filter((id) => !isHeard(id)).length;
    stock.madeAgain += again;
    if (again > 1) stock.faults.push(`${row.step} ${row.id} was made ${again + 1} times`);
    if (row.step === 'push') {
      const raw = deliveries.filter(({ tag }) => tag === row.id).length;
      stock.pushesRepeated += Math.max(0, raw - 1);
      const visible = notifications.filter(({ tag, status }) => tag === row.id && status !== 'replaced');
      // A push has no id of the provider's; its log line only has to agree with the dispatch.
      checkRung(
        row,
        visible.map(() => row.external_id),
        stock,
      );
    } else {
      const accepted = farSide.accepted.filter(
        ({ dispatchId, externalId }) => dispatchId === row.id && isHeard(externalId),
      );
      checkRung(
        row,
        accepted.map(({ externalId }) => externalId),
        stock,
      );
    }
  }
}

/** `reached`: the provider's ids of what reached the phone for this rung. */
function checkRung(row: DispatchRow, reached: (string | null)[], stock: Stock): void {
  const { state, logged } = row;
  const fault = (what: string) =>
    stock.faults.push(
      `${row.step} ${row.id} (${state}, attempt ${row.attempt}, ${row.reason}; task ${row.status} via ${row.settled_via}): ${what}`,
    );
  stock.dispatches += 1;
  if (reached.length > 1) {
    stock.sentTwice += 1;
    fault(`reached the phone ${reached.length} times`);
  }
  if (logged.length !== (state === 'accepted' ? 1 : 0))
    fault(`has ${logged.length} lines "sent" in notification_log`);

  if (state === 'accepted') {
    if (reached.length === 1) stock.sentOnce += 1;
    if (reached.length === 0) {
      stock.lost += 1;
      fault('is logged as sent and reached no phone');
    }
    if ([...reached, ...logged].some((id) => id !== row.external_id))
      fault(`the log, the lines and the provider name different ids`);
  } else if (isUnknowable(row) && reached.length < 2) stock.unknowable += 1;
  else if (reached.length > 0) fault('reached the phone, but the log does not say so');
  else if (['skipped', 'refused', 'unsent'].includes(state)) stock.notSent += 1;
  else {
    stock.lost += 1;
    fault('was claimed and never sent');
  }
}

/**
 * Where nobody could be asked for as long as the rung had, the log says so instead of guessing; a push cannot be looked
 * up at all, and nobody sends it again for a task that is settled.
 */
function isUnknowable({ step, state, settled_via, reason }: DispatchRow): boolean {
  if (state !== 'unknown' && state !== 'expired') return false;
  return reason === 'never_confirmed' || (step === 'push' && settled_via !== 'ladder');
}
