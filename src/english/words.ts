// The closed lexicon of the reader: how words of time are shortened, misspelt and counted. Names never stand in it.

const pairs = (table: string): Map<string, string> =>
  new Map(
    table
      .trim()
      .split(/\s*;\s*/)
      .flatMap((entry) => {
        const [forms = '', word = ''] = entry.split('=');
        return forms
          .trim()
          .split(/\s+/)
          .map((form): [string, string] => [form, word.trim()]);
      }),
  );

/** What one said word stands for; two words where a space was left out or a letter taken. */
export const SHORT = pairs(`
  mon=monday; mons=mondays; tue tues=tuesday; tuesdy=tuesday; weds wednes=wednesday; thu thur thurs=thursday;
  fri=friday; fris=fridays; sats=saturdays; jan=january; feb=february; mar=march; apr=april;
  jun=june; jul=july; aug=august; sep sept=september; oct=october; nov=november; dec=december;
  tmrw tmr tmw tomoz 2moro 2morrow 2mrw tommorow tommorrow tomorow tomorrows tmoro tomo tommorw=tomorrow;
  2day todays=today; tonite 2nite tonights 2night=tonight; yday=yesterday; nite=night; nites=nights; eve=evening; eves=evenings;
  morn mornin mrng mornig=morning; aft=afternoon; arvo=afternoon; arvos=afternoons; evenin evng=evening; lunchbreak=lunch break;
  min mins minuets minuts mintues minuites minuet=minutes; sec secs=seconds; hr=hour; hrs=hours; wk=week; wks=weeks;
  mth mnth=month; mths mnths=months; yr=year; yrs=years; wkend wknd weeknd=weekend; wkends wknds=weekends; wkday=weekday;
  wkdays=weekdays; b4 bfore befor=before; til till untill untl=until; thru=through; w/=with; w/o=without; btw btwn btween=between;
  approx approximately circa roughly=about; arnd=around; bout=about; everyday=every day; everyother=every other;
  everyweek=every week; evry evary=every; evrey=every; alot=a lot; atleast=at least; atmost=at most; aswell=as well; halfhour=half hour;
  gonna=going to; wanna=want to; tryna=trying to; gotta=have to; im=i am; ive=i have; ill=ill; id=id; cant=can not; cannot=can not;
  wont=will not; dont=do not; doesnt=does not; didnt=did not; isnt=is not; arent=are not; wasnt=was not; werent=were not;
  havent=have not; hasnt=has not; hadnt=had not; wouldnt=would not; couldnt=could not; shouldnt=should not; mustnt=must not;
  neednt=need not; aint=am not; lets=let us; whats=what is; thats=that is; hows=how is; pls plz=please; u=you; ur=your;
  n=and; w=with; fourty=forty; fiveteen=fifteen; eigth eigt=eight; eigteen=eighteen; twelv=twelve; twleve=twelve; tweny twnety=twenty;
  thirdy=thirty; fith=fifth; twelth=twelfth; nineth=ninth; wensday wendsday wensdays wedsday wednsday wenesday=wednesday;
  xmas chrimbo chrissie=christmas; ½=half; daly=daily; fortnite=fortnight; brekkie brekky brekfast=breakfast; arternoon=afternoon;
  sesh=session; noone=no one; hols=holidays; midnite=midnight; sumer=summer; nxt=next; lst=last; evng=evening; w/e=weekend;
  kms kilometre kilometres kilometer kilometers=km; excl excluding=except; nye=new year evening; cny=chinese new year; weeknights=week nights; weeknight=week night; schoolnights=school nights;
  donee dne doen=done; finsihed finishd=finished; sry soz=sorry; tho=though
`);

/** Endings after an apostrophe. "'s" stays: it may be "is" or mean that something belongs to somebody. */
export const ENDINGS = pairs("n't=not; 'm=am; 're=are; 've=have; 'll=will; 'd=would; 's='s");

const COUNTED = `zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
  sixteen seventeen eighteen nineteen twenty`.split(/\s+/);
const TENS = ['thirty', 'forty', 'fifty', 'sixty', 'seventy', 'eighty', 'ninety'];

/** "seven" to 7; tens and units are put together by the rules. */
export const NUMBERS = new Map<string, number>([
  ...COUNTED.map((word, n): [string, number] => [word, n]),
  ...TENS.map((word, index): [string, number] => [word, (index + 3) * 10]),
  ['dozen', 12],
]);

const NTH =
  `first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth
  fifteenth sixteenth seventeenth eighteenth nineteenth twentieth`.split(/\s+/);

/** "third" to 3, "last" to -1. */
export const ORDINALS = new Map<string, number>([
  ...NTH.map((word, index): [string, number] => [word, index + 1]),
  ['thirtieth', 30],
  ['last', -1],
]);

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
export const MONTHS =
  `january february march april may june july august september october november december`.split(' ');

/** Short forms that are words of their own too: days only where no such word stands in front of them. */
export const WEAK_DAYS = new Map([
  ['sat', 'saturday'],
  ['sun', 'sunday'],
  ['wed', 'wednesday'],
]);
export const NO_DAY_AFTER = new Set(
  'the i we he she they you who it just in get getting got be been is was a my some your full dog baby'.split(
    ' ',
  ),
);

export const NO_DAY_BEFORE = new Set('on down in there here through around with by is'.split(' '));

/** Words of time and grammar that slips of the finger are mended to. */
export const MENDED = [
  ...WEEKDAYS,
  ...WEEKDAYS.map((word) => `${word}s`),
  ...MONTHS.filter((word) => word.length > 5),
  ...`tomorrow yesterday tonight today morning mornings afternoon afternoons evening evenings weekend weekends weekday
  weekdays fortnight minutes minute hours months month weeks daily weekly monthly fortnightly midnight breakfast lunch
  dinner bedtime lunchtime before after between until every except instead quarter around about starting without
  unless january april christmas twice quarterly session sessions times reschedule postpone`.split(/\s+/),
];

/** Words of their own that lie one letter away from a mended one. */
export const REAL = new Set(
  `mouth mouths moth moths mourning dairy match launch alter sundae sundaes weakly quartet diner frida minuet about-turn
  excerpt expect accept weaken houses house tours ours monty toady today's untie evert every's lunge hunch bunch punch
  steady stating staring sparing staring tunes tines tomes timed tiles tires sessions augusta aprils februarys monthly
  weekly daylily mooring evenings wakened weekender winter winner dinners sinner thinner lynch afters bedtimes betweens
  storing stalling stinging hinges hourly marches daisy dailys untilled eventing evening's arounds abound aroused abouts
  fridge friends friend fraidy monkey mondeo`.split(/\s+/),
);

/** Words that are counted by no number in front of them: grammar, time, and what people ask a coach for. */
export const FUNCTION_WORDS = new Set(
  `a an the and or but if then so to of for from in on at by with without about as is are was were be been am do does did
  not no yes ok okay please thanks thank cheers i me my you your he she it we us our they them this that these those
  there here when while because until before after between during over under up down out off just only also too again
  still already maybe perhaps instead rather except unless apart bar each every per any some all both either
  remind reminder tell ping call text wake ring nudge book make move put set let lets can could will would shall should
  must may might have has had got get need want like prefer works work suits fine good best better latest earliest
  today tomorrow yesterday tonight morning mornings afternoon afternoons evening evenings night nights noon midday
  midnight weekend weekends weekday weekdays lunch lunchtime bedtime daily weekly monthly fortnightly fortnight onwards
  sharp ish ago now then tho though lol thx mate tops too ta x later earlier sooner next last this coming am pm minute minutes hour hours day days week weeks month
  months year years quarter quarters half past`
    .split(/\s+/)
    .concat(
      WEEKDAYS,
      WEEKDAYS.map((word) => `${word}s`),
      MONTHS,
    ),
);
