// Words of other Englishes, and days without their apostrophe, as the reader of times and acts knows them.

const PLAIN = new Map(
  `afore=before, dinnae=don't, dinna=don't, didnae=didn't, didna=didn't, cannae=can't, canna=can't, couldnae=couldn't,
  willnae=won't, havenae=haven't, isnae=isn't, wasnae=wasn't, wisnae=wasn't`
    .split(/,\s+/)
    .map((pair) => pair.split('=') as [string, string]),
);
const KNOWN = new RegExp(`\\b(?:${[...PLAIN.keys()].join('|')})\\b`, 'gi');
/** "Tmrws session". */
const OF_DAY = /\b(today|tonight|tomorrow|tmrw?|tmw|2moro)s\b/gi;

/** The message as it is read. */
export const plainWords = (message: string): string =>
  message.replace(KNOWN, (word) => PLAIN.get(word.toLowerCase()) ?? word).replace(OF_DAY, "$1's");
