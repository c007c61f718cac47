// "Remind me to call the dentist tomorrow at 9": one task at one moment.
import { capital } from './capital.ts';
import { readMoment } from './read-moment.ts';
import type { Moment } from './read-moment.ts';
import { cutTo } from '../kernel/shorten.ts';

export interface Reminder {
  /** "Call the dentist"; empty where only the wish to be reminded was said. */
  title: string;
  /** The same inside a question: "call the dentist". */
  request: string;
  moment: Moment | null;
  minutes: number | null;
  /** "every day": no single task. */
  recurring: boolean;
}

const ASKS =
  /^(?:(?:hi|hey|hello|ok|please|and|also|yes|no)[, ]+)*(?:(?:can|could|would|will) you )?(?:please )?(?:remind me|set (?:me )?(?:a |an )?(?:reminder|alarm)|give me a reminder|(?:add|create|make|new|put|note)(?: down)?(?: me)?(?: a| an| the)?(?: new)? (?:task|to-?do|reminder|appointment)|put|schedule|book|don't let me forget|i (?:mustn't|must not|shouldn't|should not|don't want to) forget|note that i (?:must|have to)|ping me|nudge me|todo|to-do|task)\b|^(?:please )?(?:add|put) (?=.{2,60} (?:to|on) my (?:\w+ )?(?:list|calendar|agenda|diary|schedule)\b)/i;
const LATER = /\b(?:remind me|don't let me forget)\b/i;
const EVENT =
  /^(?:i have|i've got|there is|there's) (?:a |an |my |the )?(.{3,60}?) (?:on|at|tomorrow|today|tonight|next|this|in)\b/i;

// "Dentist tomorrow 3 pm".
const BARE_EVENT =
  /^((?:my |a |an |the )?(?:(?:doctor|dentist|vet|hairdresser|haircut|appointment|meeting|interview|flight|train|party|lunch|dinner|call|parents' evening|exam|test)\b)(?: (?:with|at|for|to) (?:(?!on\b|at \d|tomorrow|today)[\p{L}.']+ ?){1,4}?)?) ?(?:on |at |tomorrow|today|tonight|next |this |\d|mon|tue|wed|thu|fri|sat|sun)/iu;

/** Null where the words ask for no reminder. Plain text as `plainWords` gives it. */
export function readReminder(plain: string, nowLocal: string): Reminder | null {
  const asks = ASKS.exec(plain);
  const duration = /\bfor (\d+) ?(minutes?|mins?|hours?|h)\b/i.exec(plain);
  const moment = readMoment(duration ? plain.replace(duration[0], ' ') : plain, nowLocal);
  if (!asks && !LATER.test(plain)) return readEvent(plain, moment);
  if (
    /^(?:put|schedule|book)$/i.test((asks?.[0] ?? '').trim().split(' ').at(-1) ?? '') &&
    !(moment && (moment.time ?? /\b(?:calendar|list|agenda|diary)\b/i.test(plain)))
  )
    return null;
  const recurring =
    /\b(?:every|each) (?:single )?(?:other )?(?:day|morning|evening|night|week|month|mon|tue|wed|thu|fri|sat|sun|hour|weekday)|\b(?:daily|weekly|monthly|weekdays)\b/i.test(
      plain,
    );
  const minutes = duration ? Number(duration[1]) * (/^h/i.test(duration[2] ?? '') ? 60 : 1) : null;
  const title = titleOf(plain, moment, duration?.[0]);
  return {
    title: capital(title),
    request: title,
    moment,
    minutes: minutes !== null && minutes >= 5 && minutes <= 720 ? minutes : null,
    recurring,
  };
}

function readEvent(plain: string, moment: Moment | null): Reminder | null {
  const said = EVENT.exec(plain) ?? BARE_EVENT.exec(plain);
  const what = said?.[1];
  if (
    !what ||
    !moment?.date ||
    moment.time === null ||
    !/\b(?:appointment|meeting|call|interview|dentist|doctor|visit|lunch|dinner|date|flight|train|class|lesson|party|exam|test)\b/i.test(
      what,
    )
  )
    return null;
  return {
    title: cutTo(capital(what.replace(/^(?:my|an?|the) /i, '').trim()), 80),
    request: what,
    moment,
    minutes: null,
    recurring: false,
  };
}

function titleOf(plain: string, moment: Moment | null, duration: string | undefined): string {
  // What stands before "remind me" is talk, unless nothing follows.
  const asked = /\b(?:remind me|don't let me forget)\b(?= .{4,})/i.exec(plain);
  const isTalk =
    asked !== null &&
    !/\b(?:today|tonight|tomorrow|(?:mon|tues|wednes|thurs|fri|satur|sun)day|at \d)/i.test(
      plain.slice(0, asked.index),
    );
  let title = isTalk ? plain.slice(asked.index) : plain;
  if (duration) title = title.replace(duration, ' ');
  for (const piece of moment ? pieces(moment.text) : []) title = title.replace(piece, ' ');
  title = title
    .replace(ASKS, ' ')
    .replace(LATER, ' ')
    .replace(/\b(?:in|on|to|into) (?:my|the) (?:calendar|list|agenda|diary|to-?do list|schedule)\b/gi, ' ')
    .replace(/\b(?:please|thanks|thank you)\b/gi, ' ')
    .replace(/[\s,.!?:;"]+/g, ' ')
    .replace(/\b(?:every|each) (?:\w+ )?(?:day|morning|evening|night|week|month)\b/gi, ' ')
    .trim();
  for (let before = ''; before !== title;) {
    before = title;
    title = title
      .replace(
        /^(?:to|about|of|that|i|have to|need to|must|should|for|a|an|on|at|by|and|down|me|:|-)(?: |$)/i,
        '',
      )
      .replace(/(?:^| )(?:on|at|by|in|to|for|the|this|next|around|and|from|before|until)$/i, '')
      .trim();
  }
  return cutTo(title.replace(/\bmy\b/gi, 'your').replace(/\bme\b/gi, 'you'), 80).trim();
}

// The moment may lie around the task ("tomorrow remind me to call at 9"): then only its own words are taken out.
function pieces(text: string): (string | RegExp)[] {
  if (!/\b(?:remind|to|call|about)\b/i.test(text)) return [text];
  return [
    /\b(?:the )?(?:day after )?tomorrow\b/i,
    /\b(?:today|tonight)\b/i,
    /\b(?:on |next |this )*(?:mon|tues|wednes|thurs|fri|satur|sun)day\b/i,
    /\b(?:at|around) \d{1,2}(?::\d\d)? ?(?:am|pm)?\b/i,
    /\b\d{1,2}(?::\d\d)? ?(?:am|pm)\b/i,
    /\b\d{1,2}:\d\d\b/,
  ];
}
