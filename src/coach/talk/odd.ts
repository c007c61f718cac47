// Words of time in a title that nobody has read: they are asked about, and never a part of what a thing is called.
import { unread } from '../../english/unread.ts';
import type { Heard } from './heard.ts';

const ODD =
  /\b(?:every|each|until|between|except|during|daily|weekly|monthly|quarterly|twice|fortnight\w*|(?:end|start|middle) of|term(?: |-)?time|(?:of )?all (?:the|of)|the other \w+days|(?:days?|weeks?|months?) (?:before|after|of)|(?:first|second|third|fourth|fifth|sixth|tenth|last) (?:of|day|week|month|business|working)|at the \d|half of|(?:half|quarter) (?:past|to)(?! \d))\b/i;

/** Words that say which of the days behind them are meant. */
const LOOSE = new Set(
  'other others all less every each most some both except first second third fourth fifth'.split(' '),
);

/** "The last working day of the month", where no reader knows it. */
export function oddIn(heard: Heard, words: readonly number[]): { text: string; indices: Set<number> } | null {
  const { tokens, text, all } = heard;
  const last = words.findLast((index) => LOOSE.has(all[index]!) && tokens[index + 1]?.claimedBy != null);
  if (last !== undefined) {
    const lead = words.findIndex(
      (index) => index >= last - 2 && index < last && /^(?:on|the|all|of|less|other)$/.test(all[index]!),
    );
    const first = lead < 0 ? words.indexOf(last) : lead;
    const { to } = heard.facts[tokens[last + 1]!.claimedBy!]!;
    return { text: text.slice(tokens[words[first]!]!.from, to), indices: new Set(words.slice(first)) };
  }
  const [one] = unread(heard).filter(({ from, to, why }) => {
    const around = text.slice(Math.max(0, from - 7), to + 6);
    return (
      (why === 'time' || why === 'number') &&
      ODD.test(around) &&
      words.some((index) => tokens[index]!.from >= from && tokens[index]!.to <= to)
    );
  });
  if (!one) return null;
  // With what stands between it and the times beside it.
  const first = words.findIndex((index) => tokens[index]!.from >= one.from);
  const indices = new Set(words.slice(first));
  return { text: text.slice(one.from, tokens[words.at(-1)!]!.to), indices };
}
