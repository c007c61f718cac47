// Words that were hidden, taken apart or mistyped, put together again: only those that matter here.

/** Words that people hide from filters, or mistype when they are not well. */
const HIDDEN =
  'suicide|suicidal|suicides|kill|killing|myself|die|dying|dead|death|unalive|hang|cut|cutting|suizid|suizidal|selbstmord|umbringen|sterben|ritzen|tot|' +
  'suicidio|suicidarme|suicida|matarme|morir|morirme|muerto|muerta|suicider|suicidaire|mourir|tuer|suicidar|morrer|matar|morto|morta';
const HIDDEN_WORDS = HIDDEN.split('|');
const LONGEST_HIDDEN = Math.max(...HIDDEN_WORDS.map(({ length }) => length));

/** Of six letters and more: one wrong, missing, doubled or swapped letter is mended. */
const MISTYPED = [
  ...HIDDEN_WORDS.filter((word) => word.length >= 6),
  'overdose',
  'wrists',
  'goodbye',
  'umzubringen',
  'schlaftabletten',
  'tabletten',
  'pastillas',
  'medicaments',
  'comprimidos',
];
/** Words of their own, one letter away from those. */
const OTHER_WORDS = new Set(
  (
    'medicamentos|medicamento|courir|nourrir|pourrir|correr|streben|erben|serben|dining|mutter|matarte|matarle|matarse|morirte|morirse|borrar|mordre|mourrir|atarme|' +
    'killings|skilling|filling|billing|milling|chilling|drilling|willing|grilling|spilling|rilling|tilling|cutting|putting|suicidas|suicidar|suicidarse|suicidarte|' +
    'suicides|suicided|suicidei|suicidou|suicido|suicidio|suiciden|suizide|suizids|tablette|medicament|comprimido|pastilla|overdosed|overdoses|overdosis|wrist|goodbyes|' +
    'umbringe|umbringt|sterbe|sterbend|sterbens|ritzer|ritze|fritzen|sitzen|spritzen|ritten|blitzen|morrera|morrem|morres|morrerei|mourrai|mourait|mourra|mourant|muerte|muertos|muertas|murta|huerto|puerto|cuerda|puerta|suerte|fuerte|suicidal|itself|himself|' +
    'muero|muera|moriras|moriria|morreu|morreram|morrir|morreria|mouriez|mourant|matarlo|matarla|matarnos|sterbe|sterbt|sterbet|suicidou|suicidio|suicidee|suicidant'
  ).split('|'),
);

/** What is spelled letter by letter has no spaces between its words. */
const SPELLED =
  'suicidal|suicider|suicidio|suicidar|suicide|kill|myself|want|wanna|going|to|die|end|my|life|dead|be|help|me|kms|ich|will|sterben|mich|umbringen|selbstmord|suizid|' +
  'quiero|morir|matarme|suicidio|je|veux|mourir|quero|morrer|matar|it|all|i';
const IS_SPELLED = new RegExp(`^(?:${SPELLED})+$`);
const SPELLED_WORD = new RegExp(SPELLED, 'g');

const LETTER_FOR = new Map(
  Object.entries({ 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', '@': 'a', $: 's', '!': 'i', '|': 'i' }),
);

export function mend(sentence: string): string {
  const joined = joinSpelled(sentence);
  const words = joined
    .split(/\s+/)
    .flatMap(uncover)
    .filter((word) => word !== '')
    .map((word) => word.replaceAll(/(\p{L})\1{2,}/gu, '$1'));
  return joinHalves(words).map(mendTypo).join(' ');
}

/** "k i l l  m y s e l f", "s.u.i.c.i.d.e". */
function joinSpelled(sentence: string): string {
  return sentence.replaceAll(
    /(?<![\p{L}\p{N}])\p{L}(?:[\s.\-_*·,]{1,3}\p{L}){3,}(?![\p{L}\p{N}])/gu,
    (run) => {
      const letters = run.replaceAll(/[^\p{L}]/gu, '');
      return IS_SPELLED.test(letters) ? letters.match(SPELLED_WORD)!.join(' ') : run;
    },
  );
}

/** "s*icide", "su1cide", "k!ll"; what hides nothing falls apart at its signs. */
function uncover(raw: string): string[] {
  const bare = raw.replaceAll(/^[^\p{L}\p{N}*#@$]+|[^\p{L}\p{N}*#]+$/gu, '');
  if (/^[\p{L}\p{N}]*$/u.test(bare) && !/\p{L}\p{N}+\p{L}/u.test(bare)) return [bare];
  const letters = bare.replaceAll(/[01345@$!|]/g, (sign) => LETTER_FOR.get(sign) ?? sign);
  if (letters.length <= LONGEST_HIDDEN && /\p{L}/u.test(letters) && /[*#@$!|0-9]/.test(bare)) {
    if (HIDDEN_WORDS.includes(letters)) return [letters];
    const covered = new RegExp(
      `^${letters.replaceAll(/[^\p{L}*#_.-]/gu, '').replaceAll(/[*#_.-]+/g, '\\p{L}{1,4}')}$`,
      'u',
    );
    const known =
      /[*#]/.test(letters) &&
      letters.replaceAll(/[^\p{L}]/gu, '').length >= 2 &&
      HIDDEN_WORDS.find((word) => covered.test(word));
    if (known) return [known];
  }
  return bare.split(/[^\p{L}\p{N}]+/u);
}

/** "sui cidio", "my self", "selbst mord". */
function joinHalves(words: string[]): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const both = `${joined.at(-1) ?? ''}${word}`;
    if (word.length > 1 && both !== word && both.length >= 5 && HIDDEN_WORDS.includes(both))
      joined[joined.length - 1] = both;
    else joined.push(word);
  }
  return joined;
}

function mendTypo(word: string): string {
  if (word.length < 5 || OTHER_WORDS.has(word) || HIDDEN_WORDS.includes(word) || MISTYPED.includes(word))
    return word;
  return MISTYPED.find((right) => right[0] === word[0] && isOneAway(word, right)) ?? word;
}

/** One letter more, less or other, or two neighbours swapped. */
function isOneAway(one: string, other: string): boolean {
  if (Math.abs(one.length - other.length) > 1) return false;
  let start = 0;
  while (start < one.length && one[start] === other[start]) start += 1;
  const a = one.slice(start);
  const b = other.slice(start);
  if (a.slice(1) === b.slice(1) || a.slice(1) === b || a === b.slice(1)) return true;
  return a[0] === b[1] && a[1] === b[0] && a.slice(2) === b.slice(2);
}
