// What follows from what somebody says, given how they stand: pure, the whole protocol of the guard on one screen.
import type { HoldState, SafetyEventKind } from './hold.entity.ts';
import type { Verdict } from './judge-words.ts';
import type { SafetyAnswer } from './read-safety-answer.ts';

/** Which fixed text. */
export type Say =
  'alarm' | 'danger' | 'emergency' | 'ask' | 'another' | 'steady' | 'paused' | 'check' | 'lifted';

export type Step =
  /** The guard has nothing to do with it; `to` where they were asked, and go on with something of every day. */
  | { kind: 'pass'; to?: 'clear' }
  /** What was asked about was meant otherwise: it is handled now. */
  | { kind: 'clear' }
  /** `to` and `event`: what is written; null where nothing changes. */
  | { kind: 'say'; say: Say; to: HoldState | null; event: SafetyEventKind | null };

/** An answer that comes later than this is none: they are asked once more. */
const ANSWERS_WITHIN_MS = 24 * 3_600_000;

export function decideStep(input: {
  state: HoldState;
  /** Since they stand so. */
  sinceMs: number;
  level: Verdict['level'];
  from: Verdict['from'];
  /** Something to do or to know, and nothing of how they are. */
  isEveryday: boolean;
  answer: SafetyAnswer;
}): Step {
  const { state, sinceMs, level, from, isEveryday, answer } = input;
  if (level === 'alarm') return raise(state, from);
  switch (state) {
    case 'clear':
      if (level === 'ask') return { kind: 'say', say: 'ask', to: 'asked', event: 'asked' };
      return level === 'another' ? { kind: 'say', say: 'another', to: null, event: null } : { kind: 'pass' };
    case 'asked':
      if (level !== 'ask' && isSafe(answer)) return { kind: 'clear' };
      if (level === 'none' && answer === null && isEveryday) return { kind: 'pass', to: 'clear' };
      if (level === 'none' && answer === null && sinceMs > ANSWERS_WITHIN_MS)
        return { kind: 'say', say: 'ask', to: 'asked', event: 'asked' };
      return { kind: 'say', say: answer === 'unsafe' ? 'emergency' : 'alarm', to: 'held', event: 'raised' };
    case 'held':
      if (answer === 'unsafe' || level === 'ask') return confirmed();
      if (answer === 'safe and start') return LIFT;
      if (isSafe(answer)) return { kind: 'say', say: 'steady', to: 'steady', event: 'steadied' };
      return { kind: 'say', say: 'check', to: null, event: null };
    case 'steady':
      if (answer === 'unsafe' || level === 'ask') return confirmed();
      if (answer === 'start' || answer === 'safe and start') return LIFT;
      return { kind: 'say', say: 'paused', to: null, event: null };
  }
}

const isSafe = (answer: SafetyAnswer): boolean =>
  answer === 'safe' || answer === 'meant otherwise' || answer === 'safe and start';

function raise(state: HoldState, from: Verdict['from']): Step {
  if (state === 'held' || state === 'steady') return confirmed();
  return { kind: 'say', say: from === 'other' ? 'danger' : 'alarm', to: 'held', event: 'raised' };
}

/** They said it again, or said "no": it is an emergency now. */
const confirmed = (): Step => ({ kind: 'say', say: 'emergency', to: 'held', event: 'confirmed' });

const LIFT: Step = { kind: 'say', say: 'lifted', to: 'clear', event: 'lifted' };
