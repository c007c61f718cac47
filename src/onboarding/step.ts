// One step of the first questions: what a message answered, and what is asked next. In the transaction of the turn.
import type { Ctx } from '../kernel/context.ts';
import type { OnboardingOutput } from './onboarding.agent.ts';
import type { Proof } from './prove-number.ts';
import { placeOf, REASONS, TEXTS, type Question } from './questions.ts';
import { nextQuestion, type OnboardingState } from './state.ts';
import { takeAnswers, type AnswerLimits } from './take-answers.ts';

export interface Step {
  state: OnboardingState;
  /** All are settled, or waved off. */
  isOver: boolean;
  /** What was kept and what was not, and the next question unless it is over. */
  say: string;
}

export interface Heard {
  said: OnboardingOutput;
  proof: Proof | null;
  messageId: string;
}

/** After so many answers in a row that were none, the question is left for later. */
const MOST_MISSES = 2;

export async function takeStep(
  ctx: Ctx,
  before: OnboardingState,
  { said, proof, messageId }: Heard,
  limits: AnswerLimits,
): Promise<Step> {
  const isFirst = before.asked === null;
  const { state: taken, kept, refused } = await takeAnswers(ctx, before, said, limits);
  const proven = withProof(taken, proof);
  const wished = said.wants === 'wish' && proven.wishMessageId === null;
  const isDone = kept.length > 0 || proof !== null || said.skipped.length > 0;
  const kind = isDone || wished || said.wants === 'why' || isFirst ? 'heard' : 'missed';
  const state = next({ ...proven, wishMessageId: wished ? messageId : proven.wishMessageId }, before, kind);
  const isOver = said.wants === 'no_questions' || state.asked === null;
  const words = [
    isFirst ? HELLO : '',
    kept.length > 0 ? `Noted: ${kept.join('; ')}.` : '',
    ...refused,
    proof ? wordsOfProof(proof) : '',
    said.unread === null ? '' : `I could not read “${said.unread}”.`,
    wished ? WISH : said.wants === 'wish' && !isDone ? ONE_WISH : '',
    said.wants === 'why' ? reasonOf(before) : '',
    kind === 'missed' && !isOver ? (state.asked === before.asked ? 'I did not understand that.' : LEFT) : '',
    isOver ? '' : questionOf(state),
  ];
  return { state, isOver, say: words.filter(Boolean).join(' ') };
}

const HELLO =
  'Hello! Before we plan anything, a few questions, eleven at most. Say skip for one that you would rather not answer, or no questions to leave them all; you can answer several at once.';
const WISH = 'I keep your wish, and come to it as soon as these are done.';
const ONE_WISH = 'I keep your first wish; tell me this one again after these questions.';
const LEFT = 'We leave that one for now; you can tell me later.';

function withProof(state: OnboardingState, proof: Proof | null): OnboardingState {
  if (proof?.kind === 'proven')
    return { ...state, answered: [...state.answered.filter((one) => one !== 'phone'), 'phone'] };
  return proof?.kind === 'sent' ? { ...state, asked: 'code' } : state;
}

/** The question that is asked now: the same one after a miss, until it has been missed too often. */
function next(state: OnboardingState, before: OnboardingState, kind: 'heard' | 'missed'): OnboardingState {
  const isCodeOpen =
    state.asked === 'code' && !state.answered.includes('phone') && !state.skipped.includes('phone');
  const misses = kind === 'missed' ? before.misses + 1 : 0;
  if (misses >= MOST_MISSES) {
    const left = state.asked === 'code' ? 'phone' : state.asked;
    const skipped = left === null || state.skipped.includes(left) ? state.skipped : [...state.skipped, left];
    const open = { ...state, skipped, misses: 0 };
    return { ...open, asked: nextQuestion(open) };
  }
  return { ...state, misses, asked: isCodeOpen ? 'code' : nextQuestion(state) };
}

function questionOf({ asked }: OnboardingState): string {
  if (asked === 'code') return 'What is the code that I sent you? Another number, or skip, is fine, too.';
  return asked === null ? '' : `${TEXTS[asked]} ${placeOf(asked)}`;
}

function wordsOfProof(proof: Proof): string {
  if (proof.kind === 'refused') return proof.sentence;
  if (proof.kind === 'proven') return 'Your number is proven.';
  return `I have sent a code to the number that ends in ${proof.ending}.`;
}

const reasonOf = ({ asked }: OnboardingState): string =>
  asked === null ? '' : REASONS[asked === 'code' ? 'phone' : (asked satisfies Question)];
