// The builtin pattern observer: counts what was done and missed, claims nothing that three data points do not carry.
import type { AgentInput, AgentOutput } from '../agents.ts';
import type { Day } from '../kernel/week.ts';
import type { Tag } from '../planning/tags.ts';
import { timeOf } from '../kernel/time.ts';

const LEAST_POINTS = 3;
const ENOUGH_DAYS = 14;

type History = AgentInput<'pattern_observer'>['history'];
interface Count {
  done: number;
  missed: number;
}

/**
 * Best times, slots to avoid and completion by category. A claim rests on at least three settled tasks; with less
 * than 14 days of data the chronotype is the baseline and no confidence reaches 0.5. Pure.
 */
export function observePatterns(input: AgentInput<'pattern_observer'>): AgentOutput<'pattern_observer'> {
  const young = input.days_of_data < ENOUGH_DAYS;
  const confidence = (share: number, points: number): number => {
    // Shrunk towards a coin toss: three of three are no certainty.
    const trust = share * (points / (points + 2));
    return Math.round(Math.min(young ? 0.45 : 0.95, trust) * 100) / 100;
  };
  const slots = [...countBy(input.history, ({ day, hour }) => `${day} ${hour}`)].map(([key, count]) => {
    const [day = 'MO', hour = '0'] = key.split(' ');
    return { day: day as Day, hour: Number(hour), ...count, points: count.done + count.missed };
  });
  const telling = slots.filter(({ points }) => points >= LEAST_POINTS);
  const good = telling
    .filter(({ done, points }) => done / points >= 0.7)
    .toSorted((a, b) => b.done / b.points - a.done / a.points || b.points - a.points);
  const best = good.slice(0, 5).map(({ day, hour, done, points }) => ({
    day,
    ...hourRange(hour),
    confidence: confidence(done / points, points),
  }));
  const avoid = telling
    .filter(({ missed, points }) => missed >= LEAST_POINTS && missed / points > 0.5)
    .map(({ day, hour, missed, points }) => ({
      day,
      time_range: hourRange(hour),
      reason: `missed ${missed} of ${points}`,
      confidence: confidence(missed / points, points),
    }));
  return {
    best_times: young || best.length === 0 ? [baseline(input.chronotype), ...best] : best,
    avoid_slots: avoid,
    category_performance: categories(input.history),
    general_notes: notes(input, telling.length),
  };
}

function countBy(history: History, keyOf: (entry: History[number]) => string | null): Map<string, Count> {
  const counts = new Map<string, Count>();
  for (const entry of history) {
    const key = keyOf(entry);
    if (key === null) continue;
    const count = counts.get(key) ?? { done: 0, missed: 0 };
    counts.set(key, {
      done: count.done + Math.max(0, entry.done),
      missed: count.missed + Math.max(0, entry.missed),
    });
  }
  return counts;
}

function hourRange(hour: number): { from: string; to: string } {
  return { from: timeOf(hour * 60), to: timeOf(hour * 60 + 60) };
}

function baseline(chronotype: AgentInput<'pattern_observer'>['chronotype']) {
  const range = {
    morning: { from: '06:30', to: '09:00' },
    evening: { from: '18:00', to: '21:00' },
    neutral: { from: '17:00', to: '20:00' },
  };
  return { ...range[chronotype], day: null, confidence: 0.3 };
}

function categories(history: History) {
  return [...countBy(history, ({ category }) => category)]
    .filter(([, { done, missed }]) => done + missed >= LEAST_POINTS)
    .map(([category, { done, missed }]) => ({
      category: category as Tag,
      completion_rate: Math.round((done / (done + missed)) * 100) / 100,
    }));
}

function notes(input: AgentInput<'pattern_observer'>, claims: number): string {
  const sum = input.history.reduce(
    (all, { done, missed }) => ({ done: all.done + done, missed: all.missed + missed }),
    { done: 0, missed: 0 },
  );
  const settled = sum.done + sum.missed;
  if (settled === 0) return 'Nothing has been settled yet; the chronotype is all there is to go by.';
  const rate = `${sum.done} of ${settled} settled tasks were done`;
  if (input.days_of_data < ENOUGH_DAYS)
    return `${rate}, but ${input.days_of_data} days are too few for habits; the chronotype is the baseline.`;
  return claims === 0
    ? `${rate}; no time of the week has three of them yet.`
    : `${rate} in ${input.days_of_data} days.`;
}
