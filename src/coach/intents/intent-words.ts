// What a message is made of, as it is weighed: its words, pairs of words, how it begins, and whether it asks.

/** A figure, an hour and a day are each one word here, whichever they are. */
const SAME: readonly [RegExp, string][] = [
  [/\b\d{1,2}(?:[:.]\d{2})? ?(?:am|pm|a\.m\.|p\.m\.)(?![\p{L}])|\b\d{1,2}:\d{2}\b/giu, ' #hour '],
  [/\b(?:mon|tues?|wed|wednes|thurs?|thu|fri|sat|satur|sun)(?:days?|s)?\b/giu, ' #weekday '],
  [
    /\b(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?\b/giu,
    ' #month ',
  ],
  [/[£$€]?\d+(?:[.,]\d+)*/gu, ' # '],
];

/** Pure. Each once; of the first 300 characters and the last 100. */
export function intentWords(text: string): string[] {
  const plain = (text.length > 400 ? `${text.slice(0, 300)} ${text.slice(-100)}` : text)
    .toLowerCase()
    .replace(/[’`]/g, "'");
  const marked = SAME.reduce((left, [form, word]) => left.replace(form, word), plain);
  const words = marked.match(/#\p{L}*|\p{L}+(?:'\p{L}+)?|\?/gu) ?? [];
  const [first = '', second = '', third = ''] = words;
  const last = words.at(-1) ?? '';
  return [
    ...new Set([
      ...words,
      ...words.slice(1).map((word, at) => `${words[at]} ${word}`),
      `^ ${first}`,
      `^ ${first} ${second}`,
      `^ ${first} ${second} ${third}`,
      `$ ${last}`,
      `long ${Math.min(6, Math.ceil(words.length / 4))}`,
    ]),
  ];
}
