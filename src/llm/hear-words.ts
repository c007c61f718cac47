// The words that a person will read, out of an answer in JSON of which only the beginning has come.

/**
 * Takes an answer piece by piece, wherever it was cut, and calls `onWords` with what came of the string in the top
 * field `field`. A field of that name further down is another one. What is no JSON gives no words.
 */
export function hearWords(field: string, onWords: (words: string) => void): (piece: string) => void {
  const place: Place = { depth: 0, isInString: false, awaitsName: false, name: '', reading: null };
  const said: string[] = [];
  const escapes = unescape((character) => said.push(character));
  return (piece) => {
    for (const character of piece) step(place, character, field, escapes);
    if (said.length > 0) onWords(said.splice(0).join(''));
  };
}

interface Place {
  /** How many brackets are open. */
  depth: number;
  isInString: boolean;
  /** The next string at the top is a name, and no value. */
  awaitsName: boolean;
  /** The last name at the top. */
  name: string;
  /** What the string is that is being read: a name at the top, the words, or anything else. */
  reading: 'name' | 'words' | 'other' | null;
}

interface Escapes {
  /** Takes one character of a string; true where it is the quotation mark that ends it. */
  take(character: string, isHeard: boolean): boolean;
}

function step(place: Place, character: string, field: string, escapes: Escapes): void {
  if (place.isInString) return stepInString(place, character, escapes);
  if (character === '"') return beginString(place, field);
  if (character === '{' || character === '[') {
    place.depth += 1;
    if (place.depth === 1) place.awaitsName = character === '{';
  } else if (character === '}' || character === ']') place.depth -= 1;
  else if (character === ',' && place.depth === 1) place.awaitsName = true;
}

function beginString(place: Place, field: string): void {
  place.isInString = true;
  if (place.depth !== 1) place.reading = 'other';
  else if (place.awaitsName) [place.reading, place.name] = ['name', ''];
  else place.reading = place.name === field ? 'words' : 'other';
}

function stepInString(place: Place, character: string, escapes: Escapes): void {
  const isEnd = escapes.take(character, place.reading === 'words');
  if (isEnd) {
    place.isInString = false;
    if (place.reading === 'name') place.awaitsName = false;
  } else if (place.reading === 'name') place.name += character;
}

const SHORT = new Map(Object.entries({ b: '\b', f: '\f', n: '\n', r: '\r', t: '\t' }));

/** Undoes the escapes of JSON; the first half of a surrogate pair is kept until the second has come. */
function unescape(onCharacter: (character: string) => void): Escapes {
  let escape = '';
  let half = '';
  const hear = (character: string) => {
    const whole = half + character;
    half = '';
    if (/^[\uD800-\uDBFF]$/.test(character)) half = whole;
    else onCharacter(whole.toWellFormed());
  };
  return {
    take(character, isHeard) {
      if (escape === '' && character === '"') {
        if (half !== '') onCharacter(half.toWellFormed());
        half = '';
        return true;
      }
      escape += escape !== '' || character === '\\' ? character : '';
      if (escape === '') {
        if (isHeard) hear(character);
        return false;
      }
      const meant = meaningOf(escape);
      if (meant === null) return false;
      escape = '';
      if (isHeard) hear(meant);
      return false;
    },
  };
}

/** Null while it is not whole. */
function meaningOf(escape: string): string | null {
  if (escape.length < 2) return null;
  if (escape[1] !== 'u') return SHORT.get(escape[1]!) ?? escape[1]!;
  if (escape.length < 6) return null;
  return String.fromCharCode(Number.parseInt(escape.slice(2), 16) || 0);
}
