// Where help is: by the country of a person's number, else of their zone, else lines for everywhere.
import { readFileSync } from 'node:fs';
import { readPhoneNumber } from '../account/phone-number.ts';

export interface HelpLines {
  /** As it is dialled; null where the country is not known. */
  emergency: string | null;
  lines: string;
  /** For people who are harmed at home. */
  atHome: string | null;
}

/** `phone`: E.164. `zone`: IANA. */
export function helpLinesFor({ phone, zone }: { phone: string | null; zone: string }): HelpLines {
  const country = phone === null ? undefined : readPhoneNumber(phone)?.country;
  return BY_COUNTRY.get(country ?? '') ?? BY_ZONE.get(zone) ?? ANYWHERE;
}

const DIRECTORY = 'https://findahelpline.com';
const ANYWHERE: HelpLines = { emergency: null, lines: DIRECTORY, atHome: null };

const ROWS = readFileSync(new URL('help-lines.txt', import.meta.url), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([country = '', emergency = '', lines = '', atHome = '', zones = '']) => ({
    country,
    zones: zones.split(' '),
    help: { emergency, lines: `${lines}; ${DIRECTORY}`, atHome: atHome || null },
  }));

const BY_COUNTRY = new Map<string, HelpLines>(ROWS.map(({ country, help }) => [country, help]));
const BY_ZONE = new Map<string, HelpLines>(
  ROWS.flatMap(({ zones, help }) => zones.map((zone) => [zone, help] as const)),
);
