// How long: the length of a session, the hours of a week together, and a time to beat, told apart from one another.
import type { Words } from './cut-words.ts';
import { A_WEEK } from './read-frequency.ts';

export interface Length {
  /** Of one session. */
  minutes: number | null;
  /** "10 hours a week": of all sessions of a week together. */
  weeklyMinutes: number | null;
  /** "5 km in under 25 minutes": a time to beat, no session length. */
  targetMinutes: number | null;
}

const DURATION =
  '(\\d+(?:\\.\\d+)?)(?: ?(?:-|to|or) ?(\\d+(?:\\.\\d+)?))? ?-?(minutes?|mins?|min|hours?|hrs?|hr|h)\\b(?! ?(?:earlier|later|sooner))';

/** Takes a time to beat, hours per week and the length of a session out of the words. */
export function readLength(words: Words): Length {
  const beat = words.cut(
    new RegExp(
      `\\b(?:in (?:under|less than|below)?|under|below|sub|faster than) ?-?${DURATION}(?! (?:a|per|each|every) (?:day|week))`,
      'i',
    ),
  );
  const ignored = new RegExp(
    `${DURATION}(?: of| a night of)? (?:sleep|screen|phone|social|tv|games?|gaming|fast)|\\b(?:sleep\\w*|screen ?time|phone|social media|tv|gaming|fast)\\b[^.,;|]{0,30} ${DURATION}`,
    'i',
  );
  const rest = ignored.test(words.text);
  const weekly = rest
    ? null
    : words.cut(new RegExp(`\\b(?:for |about )?${DURATION} (?:in total )?${A_WEEK}`, 'i'));
  const session = rest
    ? null
    : (words.cut(
        new RegExp(
          `\\b(?:for |about |around |only |just |max(?:imum)? |at most |up to |no more than |an? )*${DURATION}(?: long)?(?: (?:sessions?|each(?: time)?|per session|at a time|a time|every time|max(?:imum)?|slots?|blocks?))*`,
          'i',
        ),
      ) ??
      words.cut(/\b(?:for )?(?:about )?()()(an hour|1 hour)\b(?! ?(?:earlier|later|sooner))(?: each)?/i));
  return {
    minutes: within(minutesIn(session), 5, 240),
    weeklyMinutes: minutesIn(weekly),
    targetMinutes: minutesIn(beat),
  };
}

function minutesIn(match: RegExpExecArray | null): number | null {
  if (!match) return null;
  const amount = Number(match[2] || match[1] || 1);
  return Math.round(/^h|hour/i.test(match[3] ?? '') ? amount * 60 : amount);
}

function within(minutes: number | null, least: number, most: number): number | null {
  return minutes === null || minutes < least ? null : Math.min(minutes, most);
}
