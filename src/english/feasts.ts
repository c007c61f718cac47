// Feasts of many peoples: their names, and the sum that gives their day. Data.
import type { Here } from './here.ts';

/**
 * `names`: a pattern of the reader. `day`: "12-25" · "easter -2" · "2 SU 5" (the second Sunday of May; -1 the last) ·
 * "islam 9/1" · "hebrew Kislev/24" · "tithi 10-17 30 17.75" (see `tithiDay`), with "+1" or "-1" days behind it ·
 * "list 2027-02-06 …". `days` where it lasts longer. `in`: another day in these countries.
 */
export interface Feast {
  names: string;
  day: string;
  days?: number;
  in?: Partial<Record<NonNullable<Here['country']>, string>>;
}

const S = "'s|'?";

const FIXED: [names: string, day: string][] = [
  ['christmas day? !evening|eve', '12-25'],
  ['christmas evening|eve', '12-24'],
  ["boxing day || st|saint stephen|stephens 's|'? day", '12-26'],
  [`new year|years|year's ${S} evening|eve || hogmanay || silvester`, '12-31'],
  [
    `new year|years|year's ${S} day || new year|years 's|' !<thing> || new years !<thing> || the? new year !<thing> !'s|'`,
    '01-01',
  ],
  ['epiphany || three kings day || twelfth night', '01-06'],
  ['burns night', '01-25'],
  ['australia day', '01-26'],
  ['waitangi day', '02-06'],
  ['groundhog day || candlemas', '02-02'],
  [`valentine|valentines ${S} day?`, '02-14'],
  [`st|saint david|davids ${S} day`, '03-01'],
  ["women|womens 's? day", '03-08'],
  [`st|saint? patrick|patricks|paddy|paddys|pat|pats|paddies ${S} day`, '03-17'],
  ['nowruz|norooz|nawroz', '03-20'],
  [`april fools|fool ${S} day?`, '04-01'],
  ['songkran', '04-13'],
  ['baisakhi|vaisakhi', '04-14'],
  [`st|saint george|georges ${S} day`, '04-23'],
  ['anzac day', '04-25'],
  ['king|kings s? day', '04-27'],
  ['may day || labour day', '05-01'],
  ['cinco de mayo', '05-05'],
  ['juneteenth', '06-19'],
  ['canada day', '07-01'],
  ['fourth|4th of july || july 4|fourth th? || 4 th of july', '07-04'],
  ['bastille day', '07-14'],
  ['assumption day', '08-15'],
  ['halloween', '10-31'],
  ['all saints day || all hallows', '11-01'],
  ['all souls day', '11-02'],
  ['bonfire|guy night|fawkes night?', '11-05'],
  ['remembrance|veterans|armistice day', '11-11'],
  [`st|saint andrew|andrews ${S} day`, '11-30'],
  [`st|saint nicholas|nicolas ${S} day`, '12-06'],
  ['lohri', '01-13'],
];

const BY_EASTER: [names: string, day: string][] = [
  ['easter sunday|day? !monday|sunday|day|saturday', 'easter +0'],
  ['easter sunday|day', 'easter +0'],
  ['easter monday', 'easter +1'],
  ['easter saturday', 'easter -1'],
  ['good friday', 'easter -2'],
  ['maundy thursday', 'easter -3'],
  ['palm sunday', 'easter -7'],
  ['ash wednesday', 'easter -46'],
  ['pancake|shrove day|tuesday || mardi gras || fat tuesday', 'easter -47'],
  ['ascension day?', 'easter +39'],
  ['pentecost|whitsun || whit sunday', 'easter +49'],
  ['whit monday', 'easter +50'],
  ['corpus christi', 'easter +60'],
  ['mothering sunday', 'easter -21'],
];

const BY_WEEKDAY: [names: string, day: string][] = [
  ['mlk day || martin luther king day?', '3 MO 1'],
  ["presidents|presidents' day", '3 MO 2'],
  ['memorial day', '-1 MO 5'],
  ['labor day', '1 MO 9'],
  ['columbus|indigenous day', '2 MO 10'],
  ['black friday', '4 TH 11 +1'],
  ['cyber monday', '4 TH 11 +4'],
  ['may bank holiday || early may bank holiday', '1 MO 5'],
  ['spring bank holiday', '-1 MO 5'],
  ['august bank holiday || summer bank holiday', '-1 MO 8'],
  ['october bank holiday', '-1 MO 10'],
  ['june bank holiday', '1 MO 6'],
];

const BY_MOON: [names: string, day: string, days?: number][] = [
  ['ramadan|ramadhan|ramzan|ramazan', 'islam 9/1', 29],
  ['eid al|ul -? fitr || eid - al|ul - fitr || eid ul|al fitr', 'islam 10/1'],
  ['eid al|ul -? adha || eid - al|ul - adha || eid ul|al adha || bakrid || bakra eid', 'islam 12/10'],
  ['eid !al|ul|-', 'islam 10/1 12/10'],
  ['ashura', 'islam 1/10'],
  ['mawlid || milad', 'islam 3/12'],
  ['hanukkah|chanukah|hannukah|chanukkah|hanuka|hannukkah', 'hebrew Kislev/24', 9],
  ['rosh hashanah|hashana', 'hebrew Tishri/1'],
  ['yom kippur', 'hebrew Tishri/10'],
  ['sukkot|sukkoth', 'hebrew Tishri/14', 8],
  ['purim', 'hebrew Adar/14 Adar_II/14'],
  ['passover|pesach', 'hebrew Nisan/14', 9],
  ['shavuot', 'hebrew Sivan/6'],
  ['diwali|deepavali|divali|dipavali', 'tithi 10-17 30 17.75'],
  ['dhanteras', 'tithi 10-17 30 17.75 -2'],
  ['bhai dooj', 'tithi 10-17 30 17.75 +2'],
  ['holi', 'tithi 02-27 15 18.4 +1'],
  ['dussehra|dasara|dussera|vijayadashami', 'tithi 09-26 10 14.5'],
  ['navratri|navaratri', 'tithi 09-26 10 14.5 -9', 10],
  ['durga puja|pooja', 'tithi 09-26 10 14.5 -4', 5],
  ['raksha bandhan || rakhi', 'tithi 08-03 15 7'],
  ['ganesh chaturthi', 'tithi 08-21 4 12.5'],
  ['janmashtami', 'tithi 08-11 23 24'],
  ['shivratri|shivaratri || maha shivratri|shivaratri', 'tithi 02-11 29 24'],
  ['ugadi || gudi padwa', 'tithi 03-14 1 7'],
  [
    'chinese|lunar new year || spring festival',
    'list 2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19',
  ],
  [
    'mid autumn festival || mooncake festival',
    'list 2026-09-25 2027-09-15 2028-10-03 2029-09-22 2030-09-12 2031-10-01 2032-09-19',
  ],
];

const SECOND_OF_MAY = '2 SU 5';

/** Those that stand on other days, or last longer, in other countries. */
const ELSEWHERE: Feast[] = [
  {
    names: `mother|mothers|mum|mums|mom|moms|mam ${S} day`,
    day: SECOND_OF_MAY,
    in: {
      gb: 'easter -21',
      ie: 'easter -21',
      ng: 'easter -21',
      fr: '-1 SU 5',
      es: '1 SU 5',
      pt: '1 SU 5',
      se: '-1 SU 5',
      no: '2 SU 2',
      pl: '05-26',
      mx: '05-10',
    },
  },
  {
    names: `father|fathers|dad|dads ${S} day`,
    day: '3 SU 6',
    in: {
      au: '1 SU 9',
      nz: '1 SU 9',
      de: 'easter +39',
      es: '03-19',
      it: '03-19',
      pt: '03-19',
      se: '2 SU 11',
      no: '2 SU 11',
      pl: '06-23',
    },
  },
  { names: 'thanksgiving', day: '4 TH 11', in: { ca: '2 MO 10' } },
  { names: 'republic day', day: '01-26' },
  { names: 'independence day', day: '07-04', in: { in: '08-15', ng: '10-01', mx: '09-16', pl: '11-11' } },
  { names: 'lent', day: 'easter -46', days: 46 },
  { names: 'holy week', day: 'easter -7', days: 8 },
  { names: 'advent', day: 'advent', days: 28 },
  { names: 'pongal || makar? sankranti', day: 'pongal' },
];

/** All of them. */
export const FEASTS: Feast[] = [
  ...[...FIXED, ...BY_EASTER, ...BY_WEEKDAY, ...BY_MOON].map(([names, day, days]) => ({
    names,
    day,
    ...(days && { days }),
  })),
  ...ELSEWHERE,
];
