// Facts as short lines, so that a table of sentences and their readings can be read by people.
import type { Fact, Reading, Value } from '../../../src/english/facts.ts';
import { unread } from '../../../src/english/unread.ts';

/** One line for each fact, "[its words] ROLE value", and one for what nobody has read. */
export function writeFacts(reading: Reading): string[] {
  const { text, facts } = reading;
  const left = unread(reading).map((one) => `${one.why}:"${one.text}"`);
  return [...facts.map((fact) => lineOf(text, fact)), ...(left.length > 0 ? [`?? ${left.join(', ')}`] : [])];
}

function lineOf(text: string, fact: Fact): string {
  const marks = [
    fact.certainty === 'said' ? '' : fact.certainty,
    ...fact.alternatives.map((one) => `| ${valueOf(one)}`),
    fact.negated ? 'NEGATED' : '',
    fact.about ? 'about' : '',
    fact.bound ? `at ${fact.bound}` : '',
  ];
  const role = fact.role === 'at' ? '' : fact.role.toUpperCase();
  const words = text.slice(fact.from, fact.to);
  return [`[${words}]`, role, valueOf(fact.value), ...marks].filter((part) => part !== '').join(' ');
}

function valueOf({ kind, ...rest }: Value): string {
  const parts = Object.entries(rest)
    .filter(([, part]) => part !== null && !(Array.isArray(part) && part.length === 0))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, part]) => `${name}=${kind.startsWith('clock') ? clock(Number(part)) : String(part)}`);
  return [kind, ...parts].join(' ');
}

/** Beyond 24:00 where a stretch ends after midnight. */
const clock = (minute: number): string =>
  [Math.floor(minute / 60), minute % 60].map((part) => String(part).padStart(2, '0')).join(':');
