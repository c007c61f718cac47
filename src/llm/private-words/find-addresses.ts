// Where somebody can be reached or found: e-mail, links, names in networks, streets and postal codes.
import { spansOf, type Span } from './span.ts';

/** Of what is too long in front of the sign, the end. */
const EMAIL =
  /[\p{L}\p{N}._%+'-]{1,80}\s?(?:@|[([]at[)\]])\s?[\p{L}\p{N}-]{1,63}(?:\.[\p{L}\p{N}-]{1,63})+/giu;

const LINK =
  /(?<![\p{L}\p{N}])(?:[a-z][a-z\d+.-]{1,20}:\/\/|www\.)\S+|(?<![\p{L}\p{N}.@-])(?:[a-z\d-]{1,63}\.){1,6}[a-z]{2,24}\/\S+/giu;

/** "@jane_doe" */
const HANDLE = /(?<![\p{L}\p{N}_@.])@[\p{L}\p{N}_.]{3,40}/gu;

const WORD = String.raw`\p{Lu}[\p{L}'’-]{0,30}\.?`;
const HOUSE = String.raw`(?<![\p{L}\p{N}:.,-])\d{1,5}[a-zA-Z]?`;
const STREET =
  'Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Close|Crescent|Square|Sq|Place|Pl|Terrace|Way|Parkway|Highway|Gardens|Row|Mews|Walk';
const CODE = String.raw`(?:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|(?:[A-Z]{2} )?\d{5}(?:-\d{4})?)`;
/** ", London SW1A 1AA", ", 10115 Berlin", ", Springfield, IL 62704" */
const TOWN = String.raw`(?:,? (?:${WORD} ){0,3}(?:${WORD},? )?${CODE}(?![\p{L}\p{N}])(?: ${WORD}){0,2})?`;
const FLAT = String.raw`(?:(?:Flat|Apt\.?|Apartment|Unit|Suite) \w{1,5},? )?`;

const ADDRESSES = [
  // "12 High Street", "1600 Pennsylvania Ave NW", "350 Fifth Avenue"
  String.raw`${FLAT}${HOUSE} (?:${WORD} ){1,3}(?:${STREET})\b\.?(?: (?:NW|NE|SW|SE|N|S|E|W)\b)?${TOWN}`,
  // "7 Rue de la Paix"
  String.raw`${HOUSE},? (?:[Rr]ue|[Aa]venue|[Bb]oulevard|[Pp]lace|[Cc]hemin|[Aa]llée|[Vv]ia|[Cc]alle)(?: [\p{L}'’-]{1,30}){1,4}${TOWN}`,
  // "Calle Mayor 14", "Via Roma 3"
  String.raw`(?<![\p{L}])(?:Calle|Avenida|Plaza|Via|Piazza|Rua)(?: [\p{L}'’-]{1,30}){1,4},? \d{1,5}[a-z]?(?!\p{N})${TOWN}`,
  // "Hauptstraße 12", "Lindenweg 5a"
  String.raw`(?<![\p{L}])\p{Lu}[\p{L}-]{1,30}(?:straße|strasse|str\.|weg|gasse|platz|allee|ufer|damm|straat|laan|gatan|vej)\s\d{1,5}\s?[a-z]?(?![\p{L}\p{N}])${TOWN}`,
  String.raw`(?<![\p{L}])P\.?O\.? ?Box \d{1,6}`,
  // By itself a code of this form alone: five figures may be anything.
  String.raw`(?<![\p{L}\p{N}])[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}(?![\p{L}\p{N}])`,
].map((pattern) => new RegExp(pattern, 'gu'));

/** English forms, and the most frequent of some neighbours. */
export function findAddresses(text: string): Span[] {
  const links = spansOf(text, 'link', LINK).map((span) => withoutPoint(text, span));
  const places = /\d/.test(text) ? ADDRESSES.flatMap((pattern) => spansOf(text, 'address', pattern)) : [];
  return [...spansOf(text, 'email', EMAIL), ...links, ...spansOf(text, 'person', HANDLE), ...places];
}

/** What ends the sentence is no part of the link. */
function withoutPoint(text: string, { start, end, kind }: Span): Span {
  let last = end;
  while (last > start && POINTS.has(text[last - 1]!)) last -= 1;
  return { kind, start, end: last };
}

const POINTS = new Set('.,;:!?)]"\'>»”');
