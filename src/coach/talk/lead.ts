// Reminders so long before what they are about: "the night before", "an hour before", "a week ahead".
import type { Fact, Part } from '../../english/facts.ts';
import { DAYS, type Day } from '../../kernel/week.ts';
import type { Heard } from './heard.ts';

export interface Lead {
  minutes: number;
  /** "The evening before": which part of that day. */
  part: Part | null;
  /** Where its words begin and end. */
  from: number;
  to: number;
  fact: Fact | null;
}

/** In their order. What the reader of times knows as such, and the day, night or evening before. */
export function leadsIn({ tokens, all }: Heard, facts: readonly Fact[]): Lead[] {
  const leads: Lead[] = [];
  for (const fact of facts) {
    const { value, from, to } = fact;
    const { kind } = value;
    if (kind === 'lead' && value.minutes > 0)
      leads.push({ minutes: value.minutes, part: null, from, to, fact });
    // "A week before mum's birthday", "two days before it is due".
    const next = tokens.findIndex((token) => token.from >= to);
    if ((kind !== 'length' && kind !== 'span') || all[next] !== 'before') continue;
    const owner = facts.find((one) => one.from <= tokens[next]!.from && one.to >= tokens[next]!.to);
    if (owner && owner.role !== 'before') continue;
    if (value.least !== value.most || (kind === 'span' && !SPANS.has(value.unit))) continue;
    const minutes = value.least * (kind === 'span' ? SPANS.get(value.unit)! : 1);
    leads.push({ minutes, part: null, from, to: tokens[next]!.to, fact });
  }
  for (const [index, word] of all.entries()) {
    const part = DAY_BEFORE.get(all[index - 1] ?? '');
    const { from: begin, to } = tokens[index - 1] ?? { from: 0, to: 0 };
    const from = /^(?:the|a)$/.test(all[index - 2] ?? '') ? tokens[index - 2]!.from : begin;
    const isNew = !leads.some((lead) => lead.from <= begin && lead.to >= to);
    // "Every day before I sleep", "tomorrow morning before work" is no day before.
    const isEach = /^(?:every|each|per|one|any|this|tomorrow|yesterday|today)$|day$/.test(
      all[index - 2] ?? '',
    );
    if (!/^(?:before|prior)$/.test(word) || part === undefined || !isNew || isEach) continue;
    // A day that was reckoned already.
    const owner = facts.find((one) => one.from <= tokens[index]!.from && one.to >= tokens[index]!.to);
    if (owner && owner.role !== 'before') continue;
    const fact = facts.find((one) => one.from <= begin && one.to >= to && one.value.kind === 'part') ?? null;
    const minutes = all[index - 1] === 'week' ? 10080 : 1440;
    leads.push({ minutes, part, from, to: tokens[index]!.to, fact });
  }
  return leads.toSorted((a, b) => a.from - b.from);
}

const SPANS = new Map([
  ['day', 1440],
  ['week', 10080],
]);
const DAY_BEFORE = new Map<string, Part | null>([
  ['day', null],
  ['week', null],
  ['night', 'evening'],
  ['evening', 'evening'],
  ['morning', 'morning'],
  ['afternoon', 'afternoon'],
]);

/** The same rule so many days earlier; null where no single rule says it. */
export function earlier(rrule: string, days: number): string | null {
  const parts = rrule.split(';').map((part) => part.split('=') as [string, string]);
  const moved = parts.map(([name, value]): [string, string] | null => {
    if (name === 'BYDAY') {
      if (!/^(?:[A-Z]{2},?)+$/.test(value)) return null;
      const shifted = value.split(',').map((day) => DAYS[(DAYS.indexOf(day as Day) - (days % 7) + 7) % 7]!);
      return [name, DAYS.filter((day) => shifted.includes(day)).join(',')];
    }
    if (name === 'BYMONTHDAY') {
      const shifted = value.split(',').map((day) => Number(day) - days);
      // The day before the first is the last of the month before.
      const all = shifted.map((day, index) =>
        day === 0 && Number(value.split(',')[index]) === 1 ? -1 : day,
      );
      return all.every((day) => day === -1 || day > 0) ? [name, all.join(',')] : null;
    }
    return [name, value];
  });
  return moved.some((part) => part === null) ? null : moved.map((part) => part!.join('=')).join(';');
}
