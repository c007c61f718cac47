// Where somebody can be reached or found: e-mail, links, names in networks, streets and postal codes.
import { spansOf, type Span } from './span.ts';

const LABEL = String.raw`[\p{L}\p{N}_][\p{L}\p{N}\p{M}_-]{0,62}`;
const AT = String.raw`\s?(?:@|[([{<]\s?at\s?[)\]}>])\s?`;
/** "@ 7.30" and "@ 82.5kg" are none. */
const LAST_LABEL = String.raw`\p{L}[\p{L}\p{N}\p{M}_-]{1,62}`;
const DOT = String.raw`(?:[.。]|\s?[([{<]\s?dot\s?[)\]}>]\s?)`;
/** Of what is too long in front of the sign, the end. All that may stand there does, and what is quoted. */
const MAILBOX = String.raw`(?:"[^"\n]{1,64}"|[\p{L}\p{N}\p{M}._%+'’!#$&*/=?^{|}~\x60-]{1,80})`;
const PROVIDER = 'gmail|googlemail|hotmail|outlook|yahoo|icloud|gmx|protonmail|proton|aol|live|msn';
const EMAILS = [
  String.raw`${MAILBOX}${AT}${LABEL}(?:${DOT}${LABEL}){0,6}${DOT}${LAST_LABEL}`,
  // "jane at example dot com"
  String.raw`${MAILBOX} at ${LABEL}(?: dot ${LABEL}){0,6} dot ${LAST_LABEL}`,
  // In haste: "jane@gmail", "jane@gmail,com"
  String.raw`${MAILBOX}@(?:${PROVIDER})(?![\p{L}\p{N}.])(?:, ?[a-z]{2,3}\b)?`,
].map((pattern) => new RegExp(pattern, 'giu'));

const LINK =
  /(?<![\p{L}\p{N}])(?:[a-z][a-z\d+.-]{1,20}:\/\/|www\.)\S+|(?<![\p{L}\p{N}.@-])(?:[\p{L}\p{N}\p{M}-]{1,63}\.){1,6}\p{L}{2,24}(?::\d{1,5})?\/\S+/giu;

/** "@jane_doe" */
const HANDLE = /(?<![\p{L}\p{N}_@.])@[\p{L}\p{N}_.]{3,40}/gu;

const WORD = String.raw`\p{Lu}[\p{L}'’-]{0,30}\.?`;
/** "12", "12a", "12-14", and none of a time, a sum or a date. */
const HOUSE = String.raw`(?<![\p{L}\p{N}]|\p{N}[:.,/\p{Pd}])\d{1,5}[a-zA-Z]?(?:[/\p{Pd}]\d{1,5}[a-zA-Z]?)?`;
const NTH = String.raw`\d{0,2}(?:1st|2nd|3rd|\dth)`;
const STREET =
  'Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Close|Crescent|Square|Sq|Place|Pl|Terrace|Way|Parkway|Highway|Gardens|Row|Mews|Walk|Grove|Rise|Wharf|Quay|View|Circle|Trail';
const CODE = String.raw`(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?:[A-Z]{2} )?\d{5}(?:-\d{4})?)`;
/** Of these, what is nothing else, also in haste and in capitals: "12 high street", "10 Downing street". */
const PLAIN_STREET = 'street|st|road|rd|avenue|ave|boulevard|blvd|lane|crescent|terrace';
/** Behind a number, these say how much, how often and where. */
const NO_STREET =
  'of|the|an?|on|in|at|to|by|down|up|from|for|and|or|with|my|our|this|that|more|other|long|short|easy|hard|km|k|mi?|miles?|mins?|minutes?|hours?|hrs?|h|days?|weeks?|times?|x|laps?|runs?|walks?|am|pm';
/** Figures of a British postal code that are neither a time, a length nor a rank. */
const INWARD = String.raw`\d(?!(?:st|nd|rd|th|hr)\b)[abd-hjlnp-uw-z]{2}(?![\p{L}\p{N}])`;
/** ", London SW1A 1AA", ", 10115 Berlin", ", Springfield, IL 62704" */
const IN_TOWN = String.raw`,? (?:${WORD} ){0,3}(?:${WORD},? )?${CODE}(?![\p{L}\p{N}])(?: ${WORD}){0,2}`;
const TOWN = `(?:${IN_TOWN})?`;
const HOME = String.raw`(?:Flat|Apt\.?|Apartment|Unit|Suite) \w{1,5}`;
const FLAT = `(?:${HOME},? )?`;
const FLAT_BEHIND = String.raw`(?:,? ${HOME}(?!\p{N}))?`;

const ADDRESSES = [
  // "12 High Street", "1600 Pennsylvania Ave NW", "350 Fifth Avenue"
  String.raw`${FLAT}${HOUSE} (?:(?:${WORD}|${NTH}) ){1,3}(?:${STREET})\b\.?(?: (?:NW|NE|SW|SE|N|S|E|W)\b)?${FLAT_BEHIND}${TOWN}`,
  // "The Old Rectory, Church Lane, Upper Slaughter GL54 2JF"
  String.raw`(?<![\p{L}\p{N}])(?:(?:${WORD} ){0,3}${WORD}, )?(?:${WORD} ){1,3}(?:${STREET})\b\.?${IN_TOWN}`,
  // "7 Rue de la Paix", "12 bis rue des Martyrs"
  String.raw`${HOUSE}(?: bis| ter)?,? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Vv]ia|[Cc]alle)(?: [\p{L}'’-]{1,30}){1,4}${TOWN}`,
  // "Calle Mayor 14", "Via Roma 3"
  String.raw`(?<![\p{L}])(?:Calle|Avenida|Plaza|Via|Piazza|Rua)(?: [\p{L}'’-]{1,30}){1,4},? \d{1,5}[a-z]?(?!\p{N})${TOWN}`,
  // "Hauptstraße 12", "Lindenweg 5a", "Lange Straße 5"
  String.raw`(?<![\p{L}])\p{Lu}[\p{L}-]{1,30}(?:[ -]?[Ss]tra(?:ß|ss)e|str\.|weg|gasse|platz|[ -]?[Aa]llee|ufer|damm|straat|laan|gatan|vej)\s\d{1,5}\s?[a-z]?(?:\p{Pd}\d{1,5}[a-z]?)?(?![\p{L}\p{N}])${TOWN}`,
  // "Am Alten Markt 3a, 50667 Köln"
  String.raw`(?<![\p{L}])(?:Am|Im|Zum|Zur|An der|Auf dem|In der|Unter den)(?: ${WORD}){1,3} \d{1,4}[a-z]?, \d{5} ${WORD}`,
  // "SW1A1AA", "Springfield, IL 62704"
  String.raw`(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]?\d[ABD-HJLNP-UW-Z]{2}(?![\p{L}\p{N}])`,
  String.raw`${WORD}, [A-Z]{2} \d{5}(?:-\d{4})?(?!\p{N})`,
  // "51.5074, -0.1278"
  String.raw`(?<![\p{L}\p{N}.])-?\d{1,3}\.\d{3,9}°? ?[NS]?,? ?-?\d{1,3}\.\d{3,9}°?(?: ?[EW]\b)?`,
].map((pattern) => new RegExp(pattern, 'gu'));

const IN_HASTE = [
  String.raw`${FLAT}${HOUSE} (?:(?!(?:${NO_STREET})\b)(?:[\p{L}][\p{L}'’-]{1,30}|${NTH}) ){1,2}(?:${PLAIN_STREET})\b(?! (?:trips?|races?|rules?|runs?|tests?|signs?|bikes?|food|art)\b)\.?(?:,? (?:[\p{L}]{2,30},? ){0,3}[A-Z]{1,2}\d[A-Z\d]? ?${INWARD})?`,
  // By itself a code of this form alone: five figures may be anything.
  String.raw`(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]? ${INWARD}`,
  // "postcode sw1a1aa", "zip: 62704"
  String.raw`(?<=\b(?:zip|post ?code|postal code|plz|eircode)(?: code)?(?: is|:)? ?)(?=[A-Z]{0,3}\d)[A-Z\d]{3,7}(?:[ -][A-Z\d]{3,4})?(?![\p{L}\p{N}])`,
  String.raw`(?<![\p{L}])P\.?O\.? ?Box \d{1,6}`,
].map((pattern) => new RegExp(pattern, 'giu'));

/** English forms, and the most frequent of some neighbours. */
export function findAddresses(text: string): Span[] {
  const links = spansOf(text, 'link', LINK).map((span) => withoutPoint(text, span));
  const places = /\d/.test(text)
    ? [...ADDRESSES, ...IN_HASTE].flatMap((pattern) => spansOf(text, 'address', pattern))
    : [];
  const emails = /@|\bat\b/i.test(text) ? EMAILS.flatMap((pattern) => spansOf(text, 'email', pattern)) : [];
  return [...emails, ...links, ...spansOf(text, 'person', HANDLE), ...places];
}

/** What ends the sentence is no part of the link. */
function withoutPoint(text: string, { start, end, kind }: Span): Span {
  let last = end;
  while (last > start && POINTS.has(text[last - 1]!)) last -= 1;
  return { kind, start, end: last };
}

const POINTS = new Set('.,;:!?)]"\'>»”');
