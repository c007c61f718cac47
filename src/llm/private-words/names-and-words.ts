// Words that look like names and are none, and names that are words as well.

const wordsOf = (lines: string): ReadonlySet<string> => new Set(lines.trim().split(/\s+/));

/** Never a person by themselves: kin, days, months, festivals, languages, tools. In lower case. */
export const NO_NAMES = wordsOf(`
  mum mom mam mama mummy mommy dad daddy papa grandma grandpa gran granny nan nana grandmother grandfather mother father
  sister brother aunt auntie uncle cousin son daughter wife husband boss coach doctor dr mr mrs ms miss god lord jesus
  monday tuesday wednesday thursday friday saturday sunday mondays tuesdays wednesdays thursdays fridays saturdays
  sundays mon tue wed thu fri sat sun january february march april may june july august september october november
  december christmas easter xmas ramadan hanukkah diwali eid lent halloween thanksgiving advent new year
  english french german spanish italian portuguese dutch polish russian greek turkish arabic hebrew hindi urdu chinese
  mandarin japanese korean swedish norwegian danish finnish latin esperanto
  europe germany france spain italy england scotland ireland wales america london paris berlin rome madrid
  duolingo netflix youtube google apple spotify strava zoom teams excel word windows linux python java javascript
  chatgpt claude flux whatsapp instagram facebook telegram slack anki headspace calm garmin fitbit peloton amazon
  i i'm i've i'd i'll me my the a an this that it we you he she they and or but so ok okay yes no not please hi hello hey
  ready tired sorry happy sad busy free back home sure fine done here there new everyone everybody somebody
  nobody customers clients friends family colleagues students work hr it
`);

/** Names, but also words: taken for names only where they are written large. In lower case. */
export const NAMES_TOO = wordsOf(`
  will mark hope grace rose faith joy art jack bill frank grant sue pat rob drew chase page summer dawn eve autumn amber
  ruby penny ginger iris lily daisy olive ivy heather hazel violet melody harmony carol christian miles max guy dick rich
  ray dean earl duke king prince bishop angel may june april august pearl jade crystal sky star sunny happy precious
  charity patience constance victor norm gene dale glen cliff brook forest woods hunter fisher baker cook carpenter
  mason taylor parker carter walker long short young strong wise good love day bell bush rice gray brown white black
  green stone hill wood field banks rivers snow frost winter wolf fox lamb bird
`);

/** Words that the library has no entry for, and that stand behind "dr" all the same. */
export const BEHIND_TITLES = wordsOf(`
  appointment appointments appt appts visit visits office surgery says said told called note notes bill bills letter
  again today tomorrow tonight about
`);
