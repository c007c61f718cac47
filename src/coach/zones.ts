// Which time zone a place is in: the cities of the IANA list, and what people say instead.
import { isValidZone } from '../kernel/time.ts';

/** In lower case. Countries of several zones are not among them: those are asked about. */
const SAID: readonly [zone: string, places: string][] = [
  [
    'Europe/London',
    'uk, england, britain, scotland, wales, manchester, edinburgh, glasgow, birmingham, leeds, bristol, gmt, bst',
  ],
  ['Europe/Dublin', 'ireland'],
  ['Europe/Berlin', 'germany, munich, hamburg, cologne, frankfurt, cet'],
  ['Europe/Paris', 'france, lyon'],
  ['Europe/Rome', 'italy, milan'],
  ['Europe/Amsterdam', 'netherlands'],
  ['Europe/Brussels', 'belgium'],
  ['Europe/Vienna', 'austria'],
  ['Europe/Zurich', 'switzerland, geneva'],
  ['Europe/Warsaw', 'poland'],
  ['Europe/Stockholm', 'sweden'],
  ['Europe/Oslo', 'norway'],
  ['Europe/Copenhagen', 'denmark'],
  ['Europe/Helsinki', 'finland'],
  ['Europe/Athens', 'greece'],
  ['Europe/Madrid', 'barcelona'],
  ['Europe/Lisbon', 'porto'],
  ['Asia/Kolkata', 'india, mumbai, delhi, bangalore, bengaluru, chennai, kolkata, calcutta'],
  ['Asia/Karachi', 'pakistan'],
  ['Asia/Tokyo', 'japan'],
  ['Asia/Shanghai', 'china, beijing'],
  ['Asia/Singapore', 'singapore'],
  ['Asia/Jerusalem', 'israel, tel aviv'],
  ['Africa/Lagos', 'nigeria'],
  ['Africa/Nairobi', 'kenya'],
  ['Africa/Accra', 'ghana'],
  ['Africa/Johannesburg', 'south africa, cape town'],
  ['Africa/Cairo', 'egypt'],
  ['Pacific/Auckland', 'new zealand, wellington'],
  ['America/New_York', 'nyc, boston, washington, miami, atlanta, philadelphia, florida, eastern, est, edt'],
  ['America/Chicago', 'dallas, houston, austin, central'],
  [
    'America/Los_Angeles',
    'seattle, san francisco, san diego, la, california, portland, las vegas, pacific, pst, pdt',
  ],
  ['UTC', 'utc'],
  ['America/Toronto', 'montreal, ottawa'],
  ['America/Sao_Paulo', 'rio'],
  ['America/Argentina/Buenos_Aires', 'argentina'],
];

const CITIES = new Map<string, string>([
  ...Intl.supportedValuesOf('timeZone').flatMap((zone): [string, string][] => {
    const city = zone.split('/').at(-1)!.replaceAll('_', ' ').toLowerCase();
    return zone.includes('/')
      ? [
          [city, zone],
          [zone.toLowerCase(), zone],
        ]
      : [[zone.toLowerCase(), zone]];
  }),
  ...SAID.flatMap(([zone, places]) => places.split(', ').map((place): [string, string] => [place, zone])),
]);

/** The IANA name of the longest place among the words; null where none is known. "the Central office" is none. */
export function zoneOf(words: string): string | null {
  const [typed] = /\b[A-Za-z]+\/[A-Za-z_/-]+/.exec(words) ?? [];
  if (typed !== undefined && isValidZone(typed)) return typed;
  const plain = words.toLowerCase().replaceAll(/[^\p{L}/_ -]/gu, ' ');
  const all = plain.split(/\s+/).filter(Boolean);
  for (let length = Math.min(3, all.length); length > 0; length--)
    for (let at = 0; at + length <= all.length; at++) {
      const found = CITIES.get(all.slice(at, at + length).join(' '));
      if (found) return found;
    }
  return null;
}
