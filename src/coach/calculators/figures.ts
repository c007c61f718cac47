// Figures as people read them, sums cut into whole parts, and parts of a sum over the sprints to come.
import type { Amount, Goal } from '../goal.ts';

/** "10", "2.5": at most one digit behind the point. */
export const figure = (amount: number): string => String(Math.round(amount * 10) / 10);

const NAMES = new Map([
  ['eur', 'euros'],
  ['usd', 'dollars'],
  ['gbp', 'pounds'],
  ['chf', 'francs'],
  ['lb', 'pounds'],
]);

/** `amount` in the words of the person: "300 euros" with 60 is "60 euros", "$500" with 60 is "$60". */
export function inWordsOf({ said, unit }: Pick<Amount, 'said' | 'unit'>, amount: number): string {
  const [sign] = unit === 'inr' ? ['₹'] : (/[$€£₦₱¥]/.exec(said) ?? []);
  if (sign) return `${sign}${figure(amount)}`;
  const [word] =
    /(?<=[\d.,]\s*)(?:euros?|dollars?|pounds?|bucks|francs?|kronor|kroner|quid|kilos?|kilograms?|kg|lbs?)\b/i.exec(
      said,
    ) ?? [];
  if (unit === 'money') return figure(amount);
  const name = word ? word.toLowerCase() : (NAMES.get(unit) ?? plural(unit, amount));
  return `${figure(amount)} ${name}`;
}

/** "Swim a mile", "lose half a stone": the title holds the amount in the person's words. */
export const saysAmount = ({ phrase, amounts }: Goal): boolean =>
  phrase !== '' && amounts.some(({ said }) => phrase.toLowerCase().includes(said.toLowerCase()));

/** "2400 quid", "Rs 1,20,000": as it was said where it was said in figures, without "about". */
export function asSaid(sum: Amount): string {
  const [said] =
    /[$€£₹₦₱¥\p{L}.]*\s?\d[\d.,]*(?:\s?(?:k|lakhs?|crores?|m|million))?(?:\s?[$€£₹\p{L}]+)?/iu.exec(
      sum.said,
    ) ?? [];
  const isPlain =
    said !== undefined && /\d/.test(said) && !/\b(?:about|around|a|per|every|each)\b/i.test(said);
  return isPlain ? said.trim() : inWordsOf(sum, sum.amount);
}

const UNCOUNTED = new Set(['km', 'kg', 'm', 'cm', 'percent', 'xp', 'reps']);

export function plural(unit: string, count: number): string {
  if (count === 1 || UNCOUNTED.has(unit) || unit.endsWith('s')) return unit;
  return /[^aeiou]y$/.test(unit)
    ? `${unit.slice(0, -1)}ies`
    : /(?:ch|sh|x)$/.test(unit)
      ? `${unit}es`
      : `${unit}s`;
}

/** Whole parts that add up to `total`, the larger ones last. */
export function shared(total: number, count: number): number[] {
  const base = Math.floor(total / count);
  const more = total - base * count;
  return Array.from({ length: count }, (_, index) => (index >= count - more ? base + 1 : base));
}

/**
 * Where a sum stands after each sprint at an even pace: at most four of them, then the whole. `first` is the first
 * one's.
 */
export function waypoints(first: number, total: number): number[] {
  const count = Math.ceil(total / first);
  const points = Array.from({ length: Math.min(4, count - 1) }, (_, index) => first * (index + 1));
  return [...points.filter((point) => point < total), total];
}
