// Sums of money that were said without a currency, or as "5k"; what they are for.
import type { Fact, Reading } from '../english/facts.ts';
import { clausesOf } from './clauses-of.ts';
import type { Goal } from './goal.ts';

/** Of a goal that saves or pays off. "5k" is five thousand there, and a number alone is money. */
export function takeMoney(goal: Goal, { text, facts }: Reading, wished: string): void {
  goal.purpose = purposeOf(wished);
  goal.amounts = goal.amounts.map((amount) =>
    amount.unit === 'km' || amount.unit === ''
      ? { ...amount, unit: 'money', amount: amount.unit === 'km' ? amount.amount * 1000 : amount.amount }
      : amount,
  );
  if (goal.cap?.unit === 'km') goal.cap = { ...goal.cap, unit: 'money', amount: goal.cap.amount * 1000 };
  const rate = goal.cap ?? goal.amounts.find(({ per }) => per !== null);
  if (rate) goal.rhythm ??= everyOne(rate.per);
  if (goal.amounts.some(({ unit }) => unit !== 'percent')) return;
  const bare = facts.find(({ value }) => value.kind === 'number' && value.least >= 10);
  if (goal.amounts.length === 0 && /\b(?:a|one) grand\b/i.test(text))
    goal.amounts = [{ amount: 1000, unit: 'money', per: null, said: 'a grand' }];
  if (bare?.value.kind !== 'number' || goal.amounts.length > 0) return;
  goal.amounts = [
    { amount: bare.value.least, unit: 'money', per: null, said: text.slice(bare.from, bare.to) },
  ];
}

const everyOne = (per: string | null): Goal['rhythm'] =>
  per === 'month' || per === 'week' ? { count: 1, per, interval: 1, nth: [], monthDays: [] } : null;

/** "I get paid on the 28th": money is set aside on that day, unless another is named. */
export function takePayday(goal: Goal, reading: Reading): Reading {
  const gone = new Set<Fact>();
  for (const { text, facts } of clausesOf(reading)) {
    const date = facts.find(({ value }) => value.kind === 'date' && value.day === null);
    if (date?.value.kind !== 'date' || !PAID.test(text) || /\d{4}|\bnext\b|\blast\b/.test(text)) continue;
    gone.add(date);
    if (!reading.facts.some(({ value }) => value.kind === 'rhythm'))
      goal.rhythm = {
        count: 1,
        per: 'month',
        interval: 1,
        nth: [],
        monthDays: [Number(date.value.date.slice(8))],
      };
  }
  return { ...reading, facts: reading.facts.filter((fact) => !gone.has(fact)) };
}
const PAID = /\b(?:get paid|paid|pay ?day|salary|wages?|pension|allowance|stipend|benefits?)\b/i;

/** "For driving lessons", "for a ticket to Manila": short, or nothing. */
function purposeOf(topic: string): string {
  const [, said] =
    /\bfor ((?!me\b|a while|now\b|once\b|the (?:next|first|last)|sure\b|years?\b)[^,.;:!?|()]+?)(?=\s*(?:$|[,.;:!?|()]| {2,}| (?:by|before|until|till|so|because|cos|but|and i|i |we |when|if|at|on|in|starting|each|every)\b))/i.exec(
      topic,
    ) ?? [];
  const words = (said ?? '').trim().split(/\s+/);
  return said === undefined || words.length > 6 || /\d/.test(said)
    ? ''
    : ` for ${words.join(' ').replace(/\bmy\b|\bour\b/gi, 'your')}`;
}
