// The hour of a task, of the clocks that a request names.
import type { Fact } from '../../english/facts.ts';
import { timeOf } from '../../kernel/time.ts';
import { factsOf } from './heard.ts';
import type { When } from './when.ts';

/** A deadline. */
export const isEnd = ({ role }: Fact): boolean => role === 'by' || role === 'before' || role === 'until';

/** The hour, or the stretch of hours, of these facts; `vague` takes what is an end and no moment. */
export function takeClock(
  when: When,
  free: readonly Fact[],
  vague: (fact: Fact) => void,
  text: string,
): void {
  const clocks = factsOf(free, 'clock');
  const clock = clocks.find((one) => !isEnd(one)) ?? clocks[0];
  // "Before noon, remind me at 11:45": the deadline is kept by it.
  if (clock && !isEnd(clock))
    for (const one of clocks.filter(isEnd)) if (one.value.minute >= clock.value.minute) when.used.add(one);
  const [range] = factsOf(free, 'clock_range');
  if (clock) {
    if (isEnd(clock)) {
      if (clock.role !== 'until') when.due = clock.value.minute;
      return vague(clock);
    }
    const range = clock.alternatives.find((one) => one.kind === 'clock_range');
    // "Monday 10 to 11" is an hour sooner than ten minutes to eleven.
    if (clock.certainty === 'open' && range?.kind === 'clock_range') {
      when.minute = range.from % 1440;
      when.minutes = range.to - range.from;
      when.assumed = `I took it as ${timeOf(when.minute)} to ${timeOf(range.to % 1440)}`;
      when.used.add(clock);
      return;
    }
    when.minute = clock.value.minute;
    const [other] = clock.alternatives;
    when.other = clock.certainty !== 'said' && other?.kind === 'clock' ? other.minute : null;
    when.used.add(clock);
  } else if (range) {
    when.minute = range.value.from % 1440;
    const minutes = range.value.to - range.value.from;
    const [other] = range.alternatives;
    when.other = range.certainty !== 'said' && other?.kind === 'clock_range' ? other.from % 1440 : null;
    const isBetween = /^between\b/i.test(text.slice(range.from, range.to));
    when.minutes = !isBetween && minutes >= 5 && minutes <= 720 ? minutes : null;
    when.used.add(range);
  }
}
