// The meter: no call that costs money is made without a reservation, and each leaves one row, whatever became of it.
import type { Person, Store } from '../kernel/context.ts';
import { isDatabaseOutage } from '../kernel/database-outage.ts';
import { newId } from '../kernel/ids.ts';
import type { Log } from '../kernel/log.ts';
import type { Call, Intended, Meter, Permit } from '../llm/meter.ts';
import { creditsOf, type Allowances, type CreditFormula } from './allowance.ts';
import type { PriceBook } from './price-book.ts';
import { mostOf } from './price.ts';
import { priceCall, soundUsage } from './price-call.ts';
import { reserveCall, type Crossed, type Reservation } from './reserve-call.sql.ts';
import { settleCall, type Settlement } from './settle-call.sql.ts';

export interface MeterPorts extends Store {
  log: Log;
  prices: PriceBook;
  allowances: Allowances;
  credits: CreditFormula;
  /** Of the activity that thinks; null outside of any. */
  workflowId: () => string | null;
}

/** A call takes half a minute at most; what is settled later than this counts all the same. */
const LEASE_MS = 120_000;
/** Nobody waits for the database for longer: then the builtin coach answers. */
const RESERVE_WITHIN_MS = 2000;
const SETTLE_WITHIN_MS = 5000;
/** Of settlements that wait for the database. What is beyond stays in the log alone. */
const MOST_OWED = 1000;
const PAID_AT_ONCE = 20;

/**
 * Where the database is away, nothing is reserved and the permit is 'builtin'. A settlement that could not be written
 * is written with the next call that is; if the process ends before that, the call's row stays without an outcome.
 */
export function createMeter(ports: MeterPorts): Meter {
  const owed: Owed[] = [];
  return {
    reserve: async (intended) => {
      try {
        const permit = await reserve(ports, intended);
        await payOwed(ports, owed);
        return permit;
      } catch (error) {
        const { agent } = intended;
        ports.log.warn({ err: error, agent }, 'nothing could be reserved: the builtin coach answers');
        return { kind: 'builtin' };
      }
    },
    settle: async (call) => {
      const one = { person: call.person, settlement: settlementOf(ports, call) };
      try {
        await pay(ports, one);
        await payOwed(ports, owed);
      } catch (error) {
        ports.log.error({ err: error, ...one.settlement }, 'a call could not be settled yet');
        if (owed.length < MOST_OWED) owed.push(one);
      }
    },
  };
}

async function reserve(ports: MeterPorts, intended: Intended): Promise<Permit> {
  const reservation = reservationOf(ports, intended);
  const { permit, crossed } = await reserveCall(ports.orm, reservation, ports.allowances, RESERVE_WITHIN_MS);
  await tell(ports, intended.person, crossed);
  return permit === 'granted' ? { kind: permit, reservationId: reservation.id } : { kind: permit };
}

interface Owed {
  person: Person;
  settlement: Settlement;
}

function reservationOf(ports: MeterPorts, intended: Intended): Reservation {
  const { person, about, agent, promptVersion, tier, model } = intended;
  return {
    id: newId(),
    org_id: person.orgId,
    user_id: person.userId,
    conversation_id: about.conversationId ?? null,
    message_id: about.messageId ?? null,
    goal_id: about.goalId ?? null,
    workflow_id: ports.workflowId(),
    agent,
    prompt_version: promptVersion,
    tier,
    provider: model.provider,
    model: model.name,
    held_nanos: heldBy(ports.prices, intended),
    lease_ms: LEASE_MS,
  };
}

/** All that it may cost: as if its whole input were of the dearest kind, and all came out that may. */
function heldBy(prices: PriceBook, { model, inputTokens, mostOutputTokens }: Intended): number {
  const now = new Date();
  const price = prices.find(model.name, now) ?? prices.dearest(now, inputTokens);
  return mostOf({ input: whole(inputTokens), output: whole(mostOutputTokens) }, price);
}

const whole = (tokens: number): number => Math.max(0, Math.ceil(tokens));

function settlementOf({ prices, credits }: MeterPorts, call: Call): Settlement {
  const usage = soundUsage(call.usage);
  const { costNanos, countedNanos } = priceCall({ ...call, usage }, prices, new Date());
  return {
    id: call.reservationId,
    outcome: call.outcome,
    served_by: wordOf(call.servedBy),
    request_id: wordOf(call.requestId),
    input_tokens: usage.inputTokens,
    cached_input_tokens: usage.cachedInputTokens,
    cache_write_short_tokens: usage.cacheWriteTokens.short,
    cache_write_long_tokens: usage.cacheWriteTokens.long,
    output_tokens: usage.outputTokens,
    reasoning_tokens: usage.reasoningTokens,
    latency_ms: Math.max(0, Math.round(call.latencyMs)),
    is_estimated: call.isEstimated,
    cost_nanos: costNanos,
    counted_nanos: countedNanos,
    credit_thousandths: creditsOf(countedNanos, call.outcome === 'answered', credits),
  };
}

/** As a column holds it, and a log: what a gateway calls itself may be anything. */
const wordOf = (said: string | null): string | null => said?.replaceAll(/[^!-~]/g, '').slice(0, 200) || null;

async function pay(ports: MeterPorts, { person, settlement }: Owed): Promise<void> {
  const { state, crossed = [] } = await settleCall(ports.orm, settlement, ports.allowances, SETTLE_WITHIN_MS);
  if (state === 'unknown') ports.log.error({ ...settlement }, 'a call without a reservation');
  await tell(ports, person, crossed);
}

/**
 * The database is back, or was never away: where it is, the rest waits on. What it refuses for good is not asked again;
 * nobody waits for many.
 */
async function payOwed(ports: MeterPorts, owed: Owed[]): Promise<void> {
  const due = owed.splice(0, PAID_AT_ONCE);
  for (const [index, one] of due.entries())
    try {
      await pay(ports, one);
    } catch (error) {
      ports.log.error({ err: error, ...one.settlement }, 'a call could not be settled');
      if (!isDatabaseOutage(error)) continue;
      owed.push(...due.slice(index));
      return;
    }
}

async function tell({ perform }: MeterPorts, person: Person, crossed: readonly Crossed[]): Promise<void> {
  if (crossed.length === 0) return;
  await perform(
    crossed.map((one) => ({
      person,
      via: 'system' as const,
      fact: { kind: 'budget_crossed' as const, ...one },
    })),
  );
}
