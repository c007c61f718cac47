// A reminder so long before what it is about.
import { factsOf, type Heard } from './heard.ts';
import type { Place } from './phrases.ts';
import { readWhen, type When } from './when.ts';

/** "15 minutes before my 3 pm meeting": the reminder stands before what it is about. */
export function leadTime({ facts, all, tokens, text }: Heard): { when: When; without: Place[] } | null {
  const [length] = factsOf(facts, 'length');
  const [clock] = factsOf(facts, 'clock');
  const before = all.indexOf('before');
  if (!length || !clock || before < 0 || tokens[before]!.claimedBy !== null) return null;
  if (length.to > tokens[before]!.from || clock.from < tokens[before]!.from) return null;
  const when = readWhen(
    { text },
    facts.filter((fact) => fact !== length),
  );
  if (when.minute === null || when.minute < length.value.least) return null;
  const minute = when.minute - length.value.least;
  when.used.add(length);
  return {
    when: { ...when, minute, other: null, minutes: null },
    without: [{ start: before, end: before + 1 }],
  };
}
