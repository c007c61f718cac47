// Slips of the finger in words that a plan hangs on ("tommorow", "runing", "im"): a list and one rule, no dictionary.

/** Mends common misspellings; a word that it does not know stays as it is. Pure. */
export function mendSpelling(text: string): string {
  return text.replace(/[a-z']{2,}/gi, (word) => {
    const lower = word.toLowerCase();
    const mended = SLIPS.get(lower) ?? nearest(lower);
    if (mended === undefined) return word;
    return /^[A-Z]/.test(word) ? mended.charAt(0).toUpperCase() + mended.slice(1) : mended;
  });
}

const SLIPS = new Map(
  `
im=I'm, ive=I've, dont=don't, cant=can't, wont=won't, didnt=didn't, doesnt=doesn't, isnt=isn't,
havent=haven't, whats=what's, hows=how's, lets=let's, thats=that's, todays=today's, pls=please,
plz=please, wanna=want to, gonna=going to, gotta=have to, lern=learn, leran=learn, laern=learn,
swimm=swim, proply=properly, propperly=properly, alot=a lot, everyday=every day, everday=every day,
evry=every, tmrw=tomorrow, tmr=tomorrow, tomorow=tomorrow, tommorow=tomorrow, tommorrow=tomorrow,
wensday=Wednesday, wednsday=Wednesday, wendsday=Wednesday, tuseday=Tuesday, tusday=Tuesday,
thurday=Thursday, thrusday=Thursday, saterday=Saturday, satuday=Saturday, sundey=Sunday, firday=Friday,
mondey=Monday, mornig=morning, mornin=morning, mornigs=mornings, evning=evening, evenin=evening,
evnings=evenings, wekk=week, wks=weeks, wk=week, hrs=hours, minuts=minutes, mintues=minutes,
munites=minutes, shure=sure, yess=yes, yse=yes, aprove=approve, approv=approve, aproved=approved,
writting=writing, begining=beginning, buisness=business, bussiness=business, langauge=language,
languange=language, excercise=exercise, excersise=exercise, exersise=exercise, excercize=exercise,
exercice=exercise, weigth=weight, wieght=weight, spanisch=Spanish, spansh=Spanish, frech=French,
guitarr=guitar, gitar=guitar, smokin=smoking, reschedual=reschedule, reshedule=reschedule,
shedule=schedule, remeber=remember, remaind=remind, appointement=appointment, dentits=dentist,
febuary=February, januray=January, decemeber=December, christmass=Christmas, marathn=marathon,
marathone=marathon
`
    .trim()
    .split(/,\s/)
    .map((pair) => pair.trim().split('=') as [string, string]),
);

const KNOWN = new Set(
  'monday tuesday wednesday thursday friday saturday sunday tomorrow morning mornings evening evenings afternoon weekend weekends weekday weekdays minutes running swimming cycling meditate meditation exercise spanish italian japanese portuguese drawing painting reading practise practice knitting december january february november october september alcohol cigarettes vegetables language marathon kilometers birthday presentation certificate interview homework wardrobe declutter instrument reschedule reminder schedule progress'.split(
    ' ',
  ),
);
// Words of their own, one letter away from a known one.
const REAL = new Set(['mediate', 'mediation', 'mooring', 'panting']);

/** A letter too many, one missing or two changed over, from six letters on; the ends hold, for they are grammar. */
function nearest(word: string): string | undefined {
  if (word.length < 6 || KNOWN.has(word) || REAL.has(word)) return undefined;
  for (let i = 1; i < word.length - 1; i++) {
    const without = word.slice(0, i) + word.slice(i + 1);
    if (KNOWN.has(without)) return without;
    const swapped = word.slice(0, i) + (word[i + 1] ?? '') + word.charAt(i) + word.slice(i + 2);
    if (KNOWN.has(swapped)) return swapped;
  }
  return SHORTENED.get(word);
}

/** Each known word with one letter left out, the first and the last never. */
const SHORTENED = new Map(
  [...KNOWN].flatMap((known) =>
    Array.from({ length: known.length - 2 }, (_, i): [string, string] => [
      known.slice(0, i + 1) + known.slice(i + 2),
      known,
    ]),
  ),
);
for (const real of REAL) SHORTENED.delete(real);
