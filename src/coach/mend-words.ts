// Slips of the finger in the words that a goal hangs on ("wnat to lern gitar"): a list, and no guess beyond one letter.
const SLIPS = new Map(
  `wnat=want, wnt=want, waht=what, lern=learn, leran=learn, laern=learn, learm=learn, lear=learn, gitar=guitar, guitarr=guitar,
  wieght=weight, weigth=weight, storng=strong, stong=strong, excercise=exercise, excersise=exercise, exersise=exercise,
  exercice=exercise, spansih=spanish, spanisch=spanish, spansh=spanish, frech=french, franch=french, smokin=smoking,
  smokeing=smoking, runing=running, runnning=running, swimm=swim, swiming=swimming, writting=writing, wirte=write, raed=read,
  reding=reading, mediate=meditate, meditaton=meditation, marathn=marathon, marathone=marathon, langauge=language,
  buisness=business, bussiness=business, cigarrettes=cigarettes, ciggarettes=cigarettes, alchohol=alcohol, alcohool=alcohol,
  vegtables=vegetables, declutterr=declutter, piono=piano, paino=piano, drwaing=drawing, paintng=painting, cookng=cooking,
  saveing=saving, hapier=happier, beter=better, healty=healthy, helthy=healthy, healthyer=healthier, practise=practise,
  practic=practice, qiut=quit, quite smoking=quit smoking, loose weight=lose weight, wanna=want to, tryna=trying to, i wan dey=I want to, i wan=I want to, sabi=learn to, gonna=going to,
  gotta=have to, pls=please, plz=please, thier=their, teh=the, adn=and, evreyday=every day, everyday=every day, alot=a lot,
  u=you, wk=week, wks=weeks, moar=more, chinees=chinese, japaneese=japanese, portugese=portuguese, itallian=italian,
  germn=german, tennins=tennis, futbol=football, progamming=programming, programing=programming, phyton=python, knit=knit,
  knitt=knit, kniting=knitting, garding=gardening, gardning=gardening, stretchin=stretching, strech=stretch, streching=stretching`
    .split(/,\s+/)
    .map((pair) => pair.trim().split('=') as [string, string]),
);
const PATTERN = new RegExp(
  `\\b(?:${[...SLIPS.keys()].toSorted((a, b) => b.length - a.length).join('|')})\\b`,
  'gi',
);

/** An hour that people name by what happens then. */
const ASLEEP =
  /\b(?:after|once|when) (?:the |my |our )?(?:kids?|children|baby|little ones?) (?:is|are|have gone|has gone|go|goes|went) (?:asleep|in bed|to bed|to sleep)\b/gi;

/** Names and everything unknown stay as they are; a capital stays one. Straight quotes, one line. Pure. */
export function mendWords(text: string): string {
  const plain = text
    .normalize('NFKC')
    .replace(/[‘’ʼ`´]/g, "'")
    .replace(/[“”]/g, '"')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, 1500)
    .toWellFormed();
  return plain.replace(ASLEEP, 'after 8:15 pm').replace(PATTERN, (word) => {
    const mended = SLIPS.get(word.toLowerCase()) ?? word;
    return /^\p{Lu}/u.test(word) ? mended.charAt(0).toUpperCase() + mended.slice(1) : mended;
  });
}
