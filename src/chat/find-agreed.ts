// What somebody decided and what has to be kept to, by the plain English words that give it away. A model sees more;
// this is what survives without one.
import type { SaidThen } from './summary-content.ts';
import { sentencesOf } from './saying.ts';

type Found = Record<'decisions' | 'constraints', { text: string; said_on: string }[]>;

const CONSTRAINT =
  /\b(?:no|never|not|don['’]?t|can['’]?t|cannot|can not|won['’]?t|only|at most|at least|no more than|no later than|unless|except|avoid|must|mustn['’]?t|has to|have to|need to be|allerg\w+|injur\w+|asthma|pregnan\w+|vegan|vegetarian|knee|back pain|doctor says|deadline)\b/i;
const DECISION =
  /\b(?:let['’]?s|i['’]ll|i will|i['’]ve decided|i decided|we decided|we agreed|agreed|i['’]d rather|i prefer|go with|stick (?:to|with)|i choose|i['’]ve chosen|i['’]m going to|instead of|from now on)\b/i;

const WORDS = { least: 2, most: 40 };

/** Only of what the person said; a question decides nothing. */
export function findAgreed(messages: readonly SaidThen[]): Found {
  const sentences = messages
    .filter(({ role }) => role === 'user')
    .flatMap(sentencesOf)
    .filter(({ text }) => !text.endsWith('?') && isBetween(text.split(/\s+/).length));
  return {
    decisions: sentences.filter(({ text }) => DECISION.test(text)),
    constraints: sentences.filter(({ text }) => CONSTRAINT.test(text) && !DECISION.test(text)),
  };
}

const isBetween = (count: number): boolean => count >= WORDS.least && count <= WORDS.most;
