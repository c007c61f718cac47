// "Before the flight on the 18th": what the day or the hour is of stands among the words of the time.
import type { Fact } from '../../english/facts.ts';
import { readEnglish } from '../../english/read-english.ts';
import type { Heard } from './heard.ts';

/** The words of what it is; empty where the time stands alone. */
export function eventWords({ text, input }: Heard, fact: Fact): string {
  if (!/^(?:before|after|by|until)$/.test(fact.role)) return '';
  const said = text.slice(fact.from, fact.to).replace(/^\S+\s*/, '');
  const { tokens } = readEnglish(said, { now: input.now_local, zone: input.zone });
  const free = tokens.filter(({ claimedBy }) => claimedBy === null);
  if (!free.some(({ word }) => word.length > 2 && !SMALL.has(word))) return '';
  const words = free.map(({ from, to }) => said.slice(from, to)).join(' ');
  return words.replace(/ (['’])/g, '$1').replace(/^(?:the|a|an) | (?:at|on|in|is|of)$/g, '');
}
const SMALL = new Set('the and day days end start then that this'.split(' '));
