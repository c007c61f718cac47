// What people say that they did: verbs in the past, and the plain form that the title of a task has.

const FORMS = `
  ate eat; beat beat; began begin; bought buy; brought bring; built build; came come; caught catch; chose choose; cut cut; dealt deal;
  did do; done do; drew draw; drank drink; drove drive; fed feed; felt feel; fixed fix; flew fly; forgot forget; gave give; got get;
  grew grow; had have; held hold; hung hang; heard hear; hit hit; kept keep; knit knit; laid lay; led lead; left leave; lifted lift;
  lit light; made make; met meet; mown mow; paid pay; put put; rang ring; ran run; read read; rode ride; sang sing; sat sit; saw see;
  sent send; sewed sew; sewn sew; shot shoot; slept sleep; sold sell; spoke speak; spent spend; stuck stick; swam swim; swept sweep;
  swum swim; taken take; taught teach; threw throw; told tell; took take; wore wear; went go; been go; woke wake; won win; wrote write;
  written write; wrapped wrap; rowed row; dug dig; baked bake`;

const PLAIN = new Map(
  FORMS.split(';').map((pair): [string, string] => {
    const [past = '', plain = ''] = pair.trim().split(' ');
    return [past, plain];
  }),
);
/** Words that end like one and are none. */
const NONE = new Set(
  'need feed bed red speed shed seed weed indeed hundred tired bored excited worried scared stressed knackered interested supposed used breed proceed succeed exceed kindred sacred naked wicked married retired injured behind wanted hoped planned decided wished liked loved tried'.split(
    ' ',
  ),
);
const BEFORE = new Set(
  'i we have just finally already actually also even both really only then so ok okay phew yay yes well and managed to successfully'.split(
    ' ',
  ),
);

/** "Wrote" is "write", as titles say it. */
export const plainVerb = (word: string): string => PLAIN.get(word) ?? word;

/** "I finally baked the bread", "ran 5 km": the first verb is in the past and nobody else did it. */
export function isPastVerb(words: readonly string[]): boolean {
  const first = words.find((word) => !BEFORE.has(word) && /\p{L}/u.test(word));
  return first !== undefined && isPast(first);
}

const isPast = (word: string): boolean =>
  !NONE.has(word) && (PLAIN.has(word) ? PLAIN.get(word) !== word : /\p{L}{2}ed$/u.test(word));

/** "The tablet's taken", "all the letters were posted". */
export function isPassive(words: readonly string[]): boolean {
  const at = words.findIndex((word) => /^(?:is|are|was|were|'s|been)$/.test(word));
  const participle = words
    .slice(at + 1)
    .find((word) => !/^(?:all|now|been|already|finally|just)$/.test(word));
  return at > 0 && participle !== undefined && isPast(participle) && !ELSEWHERE.has(participle);
}
/** What happens to things that are not done by it. */
const ELSEWHERE = new Set(
  'cancelled canceled moved postponed delayed closed booked planned scheduled called rescheduled changed missed skipped been went got had left put shifted pushed'.split(
    ' ',
  ),
);

/** "Paid", "washed", "sent": it is done to something. */
export const isParticiple = (word: string): boolean => isPast(word) && !ELSEWHERE.has(word);
