// Whether a message is in a language that nobody here reads. English with foreign names, food or slang is English.
import { ask, type Output } from './answer.ts';
import type { Heard } from './heard.ts';

const words = (list: string): Set<string> => new Set(list.trim().split(/\s+/));

/** The small words without which hardly a sentence is made. */
const ENGLISH = words(`
  the a an i you he she it we they my your his her our their to of in on at for from with and or but if is are was were be am
  do does did can could will would should have has had not no this that these those there when what who how why which than then
  by as up out me him them us get got go want need like make just only some any every more so about before after im ive dont
  cant remind please learn say call
`);
/** What is a word or a name in English too stands in neither list. */
const FOREIGN = words(`
  je tu nous vous mes avec qui pas ce cette suis veux voudrais peux demain rappelle encore réfléchis déplace plus dans
  ich du wir mich mir mein meine dein und oder nicht mit zum zur auf für ist sind uhr bitte heute morgen möchte kann erinnere erinner lieber nein abends
  yo tú mis tus que soy estoy quiero puedo mañana hoy recuérdame necesito tengo ayer gracias aprender
  gli ho sono che nella mio mia voglio più domani oggi ricordami devo questo cancella
  eu ele ela meu minha seu não são quero amanhã hoje preciso lembre lembra às
  het een ik jij hij wij mijn naar voor niet wil moet herinner vandaag straks
  jag vi mitt och att det är inte på ska vill imorgon idag
  moja się jest chcę muszę jutro dzisiaj przypomnij zgadzam tak
  sen bir ve için ile değil yarın bugün istiyorum bana hatırlat saat
  mujhe mera meri hai hain nahi karna chahta chahti yaad dilana
  saya aku kamu yang untuk besok ingin tidak ingatkan gusto bukas
`);
/** They stand in names and on menus as well: "Juan de la Cruz". */
const LINKS = words(
  'le la les des ma mon à der die das den dem am an el los las de del para por da do na il lo di von van aan nie',
);
/** Letters of no Latin alphabet. */
const OTHER_LETTERS = /[^\p{Script=Latin}\p{Script=Common}\p{Script=Inherited}]/gu;

/** The honest answer to it; null where the words are English, or too few to tell. */
export function foreign({ text }: Pick<Heard, 'text'>): Output | null {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const others = text.match(OTHER_LETTERS)?.length ?? 0;
  if (others > 2 && others > letters / 2) return ask(ENGLISH_ONLY);
  const said = text.toLowerCase().match(/(?<![\p{L}\d'’/])\p{L}+(?![\p{L}/])/gu) ?? [];
  const count = (list: Set<string>): number => new Set(said.filter((word) => list.has(word))).size;
  const own = count(FOREIGN);
  const all = own + count(LINKS);
  return own > 0 && all >= 2 && all > count(ENGLISH) ? ask(ENGLISH_ONLY) : null;
}

const ENGLISH_ONLY =
  'I read English only, so I have done nothing. Could you say that in English, in a few short words?';
