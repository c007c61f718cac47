// Where and when something was said: what a zone tells about the way its people write dates, clocks and seasons.
import { minutesOf } from '../kernel/time.ts';
import type { Said } from './facts.ts';

type Country = (typeof ZONES)[number][1] | 'us' | 'ca';

const ZONES = [
  [/^Europe\/(London|Belfast|Jersey|Guernsey|Isle_of_Man)$/, 'gb'],
  [/^Europe\/Dublin$/, 'ie'],
  [/^(Australia)\//, 'au'],
  [/^Pacific\/(Auckland|Chatham)$/, 'nz'],
  [/^Asia\/(Kolkata|Calcutta)$/, 'in'],
  [/^Africa\/Johannesburg$/, 'za'],
  [/^Africa\/Lagos$/, 'ng'],
  [/^Europe\/(Berlin|Busingen)$/, 'de'],
  [/^Europe\/Paris$/, 'fr'],
  [/^Europe\/Madrid$|^Atlantic\/Canary$/, 'es'],
  [/^Europe\/Rome$/, 'it'],
  [/^Europe\/Lisbon$/, 'pt'],
  [/^Europe\/Warsaw$/, 'pl'],
  [/^Europe\/Stockholm$/, 'se'],
  [/^Europe\/Oslo$/, 'no'],
  [/^America\/(Mexico_City|Monterrey|Tijuana|Cancun)$/, 'mx'],
] as const;

export interface Here {
  /** "2026-11-23" */
  today: string;
  /** Minutes since midnight. */
  minute: number;
  zone: string;
  /** 3/12 is 12 March. */
  isMonthFirst: boolean;
  /** 7:30 is in the morning: people count to 24. */
  isTwentyFour: boolean;
  isSouthern: boolean;
  /** Whose feasts: Mother's Day has many. Null where the zone does not tell. */
  country: Country | null;
}

const CANADA =
  /^America\/(Toronto|Vancouver|Montreal|Edmonton|Winnipeg|Halifax|Regina|St_Johns|Moncton|Calgary)$|^Canada\//;
const LATIN =
  /^America\/(Mexico|Tijuana|Cancun|Monterrey|Bogota|Lima|Caracas|La_Paz|Guayaquil|Santiago|Buenos|Argentina|Montevideo|Asuncion|Sao_Paulo|Bahia|Fortaleza|Recife|Manaus|Belem|Costa_Rica|Guatemala|El_Salvador|Tegucigalpa|Managua|Panama|Havana|Santo_Domingo|Jamaica|Barbados|Port_of_Spain|Martinique|Cayenne|Paramaribo|Guyana)/;
const MONTH_FIRST = /^(America|US)\/|^Pacific\/(Honolulu|Guam|Pago_Pago|Saipan|Palau)$|^Asia\/Manila$/;
const TWELVE =
  /^(America|US|Canada|Australia)\/|^Europe\/(London|Dublin|Belfast|Jersey|Guernsey|Isle_of_Man|Malta)$|^Pacific\/|^Asia\/(Kolkata|Calcutta|Karachi|Dhaka|Manila|Singapore|Kuala_Lumpur|Hong_Kong|Colombo|Kathmandu|Dubai)$|^Africa\/(Lagos|Nairobi|Accra|Johannesburg|Cairo|Kampala|Harare)$/;
const SOUTH =
  /^Australia\/|^Pacific\/(Auckland|Chatham|Fiji)$|^Africa\/(Johannesburg|Harare|Windhoek|Maputo|Gaborone)$|^America\/(Sao_Paulo|Buenos|Argentina|Montevideo|Santiago|Asuncion|La_Paz|Lima)/;

/** What the place of the talk says. Canada writes both orders: day first, for `alternatives` keep the other. */
export function hereOf({ now, zone }: Said): Here {
  const isCanada = CANADA.test(zone);
  const isMonthFirst = MONTH_FIRST.test(zone) && !isCanada && !LATIN.test(zone);
  return {
    today: now.slice(0, 10),
    minute: minutesOf(now.slice(11, 16)),
    zone,
    isMonthFirst,
    isTwentyFour: !TWELVE.test(zone) || LATIN.test(zone),
    isSouthern: SOUTH.test(zone),
    country: countryOf(zone, isCanada, isMonthFirst),
  };
}

function countryOf(zone: string, isCanada: boolean, isMonthFirst: boolean): Country | null {
  if (isCanada) return 'ca';
  if (isMonthFirst && /^(America|US)\/|Honolulu/.test(zone)) return 'us';
  return ZONES.find(([zones]) => zones.test(zone))?.[1] ?? null;
}
