// The meter: no call that costs money is made without a reservation, and each leaves one row, whatever became of it.
import type { Person, Store } from '../kernel/context.ts';
import { isRefusal } from '../kernel/database-outage.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import { within } from '../kernel/within.ts';
import type { Call, Intended, Meter, Permit } from '../llm/meter.ts';
import type { Allowances, CreditFormula } from './allowance.ts';
import type { PriceBook } from './price-book.ts';
import { mostOf } from './price.ts';
import { reserveCall, type Crossed, type Reservation } from './reserve-call.sql.ts';
import { settleCall, type Settlement } from './settle-call.sql.ts';
import { asReserved, bareSettlement, figuresOf, settlementOf } from './settlement.ts';
import { keepUnsettled, type Owed } from './unsettled.ts';

export interface MeterPorts extends Store {
  log: Log;
  prices: PriceBook;
  allowances: Allowances;
  credits: CreditFormula;
  /** Whether the fast tier asks anybody but the builtin coach. */
  hasFastModels: boolean;
  /** Of the activity that thinks; null outside of any. */
  workflowId: () => string | null;
}

export interface ClosableMeter extends Meter {
  /** Tries what is not settled once more, for as long as `limitMs`; nothing is settled after it. Never throws. */
  close(limitMs: number): Promise<void>;
}

/** A call takes half a minute at most; what is settled later than this counts all the same. */
const LEASE_MS = 120_000;
/** Nobody waits for the database for longer: then the builtin coach answers, and what is to be settled waits beside. */
const PATIENCE_MS = 2000;

/**
 * Where the database is away, nothing is reserved and the permit is 'builtin'. A settlement that could not be written
 * is written beside the calls that follow, once it can be; if the process ends before that, the call's row stays
 * without an outcome.
 */
export function createMeter(ports: MeterPorts): ClosableMeter {
  const unsettled = keepUnsettled((one) => settle(ports, one), ports.log);
  const settleSoon = (one: Owed): Promise<void> =>
    within(PATIENCE_MS, settle(ports, one)).catch((error: unknown) => unsettled.add(one, error));
  return {
    reserve: async (intended) => {
      const reserving = reserve(ports, intended);
      try {
        return await within(PATIENCE_MS, reserving);
      } catch (error) {
        // What comes too late is given back: no call is made of it.
        void reserving.then((late) => settleSoon(notMade(intended, late))).catch(() => undefined);
        const { agent } = intended;
        ports.log.warn({ err: error, agent }, 'nothing could be reserved: the builtin coach answers');
        return { kind: 'builtin' };
      }
    },
    settle: (call) => settleSoon({ call, settlement: reckon(ports, call) }),
    close: (limitMs) => unsettled.close(limitMs),
  };
}

async function reserve(ports: MeterPorts, intended: Intended): Promise<Permit> {
  const reservation = reservationOf(ports, intended);
  const { permit, crossed } = await reserveCall(ports.orm, reservation, ports.allowances, PATIENCE_MS);
  await tell(ports, intended.person, crossed);
  return permit === 'granted' ? { kind: permit, reservationId: reservation.id } : { kind: permit };
}

/** Throws where nothing was reserved. */
function notMade(intended: Intended, permit: Permit): Owed {
  if (permit.kind !== 'granted') throw new Error('nothing was reserved');
  const { reservationId } = permit;
  const call: Call = { ...intended, ...NOTHING_USED, reservationId };
  return {
    call,
    settlement: { ...bareSettlement(call), is_estimated: false, cost_nanos: 0, counted_nanos: 0 },
  };
}

const NOTHING_USED = {
  outcome: 'cancelled' as const,
  servedBy: null,
  requestId: null,
  isEstimated: false,
  latencyMs: 0,
  usage: {
    inputTokens: 0,
    cachedInputTokens: null,
    cacheWriteTokens: { short: 0, long: 0 },
    outputTokens: 0,
    reasoningTokens: null,
    reportedMicros: null,
  },
};

function reservationOf(ports: MeterPorts, intended: Intended): Reservation {
  const { person, about, agent, promptVersion, tier, model } = intended;
  return {
    id: newId(),
    org_id: person.orgId,
    user_id: person.userId,
    conversation_id: about.conversationId ?? null,
    message_id: about.messageId ?? null,
    goal_id: about.goalId ?? null,
    room_id: about.room?.roomId ?? null,
    room_session_id: about.room?.sessionId ?? null,
    room_agent_id: about.room?.agentId ?? null,
    workflow_id: ports.workflowId(),
    agent,
    prompt_version: promptVersion,
    tier,
    has_cheaper: tier === 'strong' && ports.hasFastModels,
    provider: model.provider,
    model: model.name,
    reserved_nanos: mostOfCall(ports.prices, intended),
    lease_ms: LEASE_MS,
  };
}

/** All that it may cost: as if its whole input were of the dearest kind, and all came out that may. */
function mostOfCall(prices: PriceBook, { model, inputTokens, mostOutputTokens }: Intended): number {
  const now = new Date();
  const price = prices.find(model.name, now) ?? prices.dearest(now, inputTokens);
  return mostOf({ input: whole(inputTokens), output: whole(mostOutputTokens) }, price);
}

const whole = (tokens: number): number => Math.max(0, Math.ceil(tokens));

/** A far side may say anything; that the call was made is known all the same. */
function reckon({ log, ...rates }: MeterPorts, call: Call): Settlement {
  try {
    return settlementOf(rates, call);
  } catch (error) {
    log.error({ err: error, call_id: call.reservationId }, 'nobody can read what a call cost');
    return bareSettlement(call);
  }
}

/** What PostgreSQL refuses for what stands in it is settled without that. Throws where it cannot be settled now. */
async function settle(ports: MeterPorts, { call, settlement }: Owed): Promise<void> {
  try {
    await write(ports, call, settlement);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    ports.log.error({ err: error, ...figuresOf(settlement) }, 'what a call cost was refused');
    await write(ports, call, bareSettlement(call));
  }
}

async function write(ports: MeterPorts, call: Call, settlement: Settlement): Promise<void> {
  const { orm, allowances, credits, log } = ports;
  const told = await settleCall(orm, settlement, allowances, PATIENCE_MS);
  if (told.state === 'unknown') log.error(figuresOf(settlement), 'a call without a reservation');
  if (told.state === 'settled') await tell(ports, call.person, told.crossed);
  if (told.state !== 'unbelievable') return;
  const { reserved: reservedNanos } = told;
  log.error({ ...figuresOf(settlement), reservedNanos }, 'a call counts as what was reserved for it');
  const believed = asReserved(settlement, call, { reservedNanos, credits });
  const again = await settleCall(orm, believed, allowances, PATIENCE_MS);
  if (again.state === 'settled') await tell(ports, call.person, again.crossed);
}

/** What follows from it is not worth a call: where it fails, it is said. */
async function tell(
  { perform, log }: MeterPorts,
  person: Person,
  crossed: readonly Crossed[],
): Promise<void> {
  if (crossed.length === 0) return;
  const told = crossed.map((one) => ({
    person,
    via: 'system' as const,
    fact: { kind: 'budget_crossed' as const, ...one },
  }));
  await perform(told).catch((error: unknown) => log.error({ err: error }, 'a budget was not told of'));
}
