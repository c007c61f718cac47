// What somebody is called, where they are, and how they want to be spoken to: "call me Sam", "I'm in Lisbon now".
import { zoneOf } from '../zones.ts';
import type { Output } from './answer.ts';
import { factsOf, type Heard } from './heard.ts';
import { NAME, SESSION, TONE, ZONE } from './settings-words.ts';

export type Settings = NonNullable<Output['payload']['settings']>;

/** Everything stays. */
export const SAME: Settings = {
  name: null,
  zone: null,
  lead_minutes: null,
  quiet_from: null,
  quiet_to: null,
  session_minutes: null,
  tone: null,
  push: null,
  whatsapp: null,
  call: null,
};

const NO_NAME = new Set(
  'a an at on in when if before after later back again tomorrow tonight today every any ever please the and or instead to about once not anymore'.split(
    ' ',
  ),
);

/** What of it is said; the rest stays. */
export function personIn({ words, text, facts }: Heard): Partial<Settings> {
  const name = namedIn(words) ? nameIn(text) : null;
  const isFree = facts.every(({ value: { kind } }) => /^(?:date|dates|offset|part)$/.test(kind));
  const zone = ZONE(words) && isFree && words.length <= 18 ? zoneOf(text) : null;
  const [length] = factsOf(facts, 'length');
  return {
    name,
    zone,
    session_minutes: SESSION(words) && length ? length.value.least : null,
    tone: TONE(words)
      ? /\b(?:less)\b/.test(words.join(' ')) !==
        /\b(?:gentler?|kinder?|softe?r?|nicer?)\b/.test(words.join(' '))
        ? 'gentle'
        : 'direct'
      : null,
  };
}

/** Whether it is about what they are called. */
export const namedIn = (words: readonly string[]): boolean => NAME(words) !== null;

/** "Call me Sam", "stop calling me Samuel, it's Sam": the last name that is said; null where none is. */
function nameIn(text: string): string | null {
  const found =
    /(?:call me|name(?:'s| is)|it'?s|i'?m|go by|just)\s+((?:(?:mrs?|ms|miss|dr|prof|sir)\.?\s+)?\p{L}[\p{L}'’-]{1,30})\s*(?:,?\s*(?:not|instead of|rather than)\s+[\p{L}'’-]+)?(?:\s*please)?\s*[.!]*$/iu.exec(
      text.trim(),
    );
  const name = found?.[1];
  if (name === undefined || NO_NAME.has(name.toLowerCase())) return null;
  return name.charAt(0).toUpperCase() + name.slice(1);
}
