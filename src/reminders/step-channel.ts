// What one channel gives to a rung, and what becomes of the rung.
import type { Address } from '../channels/address.ts';
import type { LookUp, SendOutcome } from '../channels/outcome.ts';
import type { Actor, Store } from '../kernel/context.ts';
import type { RunningCall } from './list-running-calls.ts';
import type { Claimed } from './claimed.ts';
import type { BudgetPorts } from './within-budget.ts';

/** How one channel sends a rung, and how it finds again what it may have sent. */
export interface StepChannel {
  /** `body`: what the log keeps of the words. */
  send(claimed: Claimed): Promise<{ outcome: SendOutcome; body: string }>;
  /** Null where a repeat is harmless at the reader's, so that no look-up is needed. */
  find: ((claimed: Claimed, sentTo: Address) => Promise<LookUp>) | null;
  /** The task was settled while this was being sent; takes it back where that is possible. */
  recall: ((externalId: string) => Promise<void>) | null;
  /** Asks what became of the call that seems to hold the line, and writes it down: true where it has ended. */
  freeLine?: (call: RunningCall) => Promise<boolean>;
  /** Where it is not worth the person's whole window. */
  patienceMs?: number;
}

/** What cannot be sent to anybody, and is not. */
export const SENT_TO_NOBODY: Awaited<ReturnType<StepChannel['send']>> = {
  outcome: {
    kind: 'refused',
    code: 'no_address',
    reason: 'rejected',
    detail: 'there is no address',
    permanent: true,
    retryAfterMs: null,
  },
  body: '',
};

export interface TakeStepOptions extends Store, BudgetPorts {
  /** How long an unclear send may still turn up at the provider. */
  settleMs: number;
}

export type Taken =
  /** `devices`: on how many a notification stands. */
  | { kind: 'sent'; waitMs: number; devices?: number }
  | { kind: 'skipped'; reason: string }
  /** `isPushOff`: the notification that stands is not wanted any more. */
  | { kind: 'later'; waitMs: number; isPushOff?: true }
  | { kind: 'over' };

/** One rung on its way through one channel. */
export interface TakenStep {
  options: TakeStepOptions;
  actor: Actor;
  channel: StepChannel;
}
