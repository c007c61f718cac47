// What a deployment lets a month cost, and how many credits it calls a dollar: as the configuration writes it.

import type { FactOf } from '../kernel/facts.ts';

/**
 * What counts against a call. 'member': what somebody does in this organisation; 'person': the same one in all of
 * theirs together, for which the deployment alone sets a limit.
 */
export type Budget = FactOf<'budget_crossed'>['budget'];

/** In billionths of a dollar; null: no limit. */
export interface Allowance {
  /** From here on the fast tier answers. */
  soft: number | null;
  /** From here on the builtin coach does. */
  hard: number | null;
}

/** Nobody can allow themselves more. */
export type Allowances = Readonly<Record<Exclude<Budget, 'member'>, Allowance>>;

/** As the configuration names them. */
export const allowancesOf = (config: {
  LLM_BUDGET_ORGANISATION: Allowance;
  LLM_BUDGET_PERSON: Allowance;
  LLM_BUDGET_GOAL: Allowance;
}): Allowances => ({
  organisation: config.LLM_BUDGET_ORGANISATION,
  person: config.LLM_BUDGET_PERSON,
  goal: config.LLM_BUDGET_GOAL,
});

export const NANOS_PER_DOLLAR = 1_000_000_000;

const DOLLARS = String.raw`\d{1,6}(?:\.\d{1,6})?`;
const ALLOWANCE = new RegExp(`^(?:(${DOLLARS})/)?(${DOLLARS})$`);

/** "4/5": soft and hard limit in dollars a month; "5": a hard one alone; "none". Throws RangeError, one sentence. */
export function readAllowance(given: string): Allowance {
  if (given === 'none') return { soft: null, hard: null };
  const [, soft, hard] = ALLOWANCE.exec(given) ?? [];
  if (hard === undefined) throw new RangeError('must be dollars as soft/hard, such as 4/5, or none');
  const allowance = { soft: soft === undefined ? null : nanosOf(soft), hard: nanosOf(hard) };
  if (allowance.soft !== null && allowance.soft > allowance.hard)
    throw new RangeError('has a soft limit above the hard one');
  return allowance;
}

const nanosOf = (dollars: string): number => Math.round(Number(dollars) * NANOS_PER_DOLLAR);

/** What a call burns: so many credits for a dollar that it counts, and so many for an answer. */
export interface CreditFormula {
  perDollar: number;
  perAnswer: number;
}

const FORMULA = /^(\d{1,7})\/dollar(?: ?\+ ?(\d{1,5})\/answer)?$/;

/** "1000/dollar" or "1000/dollar + 1/answer". Throws RangeError, one sentence. */
export function readCreditFormula(given: string): CreditFormula {
  const [, perDollar, perAnswer = '0'] = FORMULA.exec(given) ?? [];
  if (perDollar === undefined)
    throw new RangeError('must be a formula such as 1000/dollar or 1000/dollar + 1/answer');
  return { perDollar: Number(perDollar), perAnswer: Number(perAnswer) };
}

/** In thousandths of a credit, rounded half up. */
export function creditsOf(countedNanos: number, isAnswered: boolean, formula: CreditFormula): number {
  const ofCost = (BigInt(countedNanos) * BigInt(formula.perDollar) + 500_000n) / 1_000_000n;
  return Number(ofCost) + (isAnswered ? formula.perAnswer * 1000 : 0);
}
