// A turn of somebody new: one step of their first questions, whatever else they say, until those are done.
import { Message } from '../conversations/conversation.entity.ts';
import { takeMessage } from '../conversations/take-message.sql.ts';
import { asPerson, type Actor, type Ctx } from '../kernel/context.ts';
import { updateLate } from '../kernel/write-late.ts';
import { ask, type ThinkingPorts } from '../llm/ask.ts';
import { keepCommitments, keepOnboarding, readOnboarding, startOf } from '../onboarding/finish.ts';
import { NOTHING_SAID, onboarding, type OnboardingOutput } from '../onboarding/onboarding.agent.ts';
import { codeIn, type Proof, type ProveNumber } from '../onboarding/prove-number.ts';
import type { OnboardingState } from '../onboarding/state.ts';
import { takeStep, type Heard, type Step } from '../onboarding/step.ts';
import type { AnswerLimits } from '../onboarding/take-answers.ts';
import type { Reaction, Understood } from './intents/intent.ts';
import { orchestrator } from './orchestrator.agent.ts';
import { reactTo } from './react.ts';
import { localText } from './local-text.ts';
import type { Seen } from './read-situation.sql.ts';
import { storeAnswer } from './store-answer.ts';
import type { NextMove, TurnRef } from './turn.ts';

export interface OnboardPorts extends ThinkingPorts, AnswerLimits {
  prove: ProveNumber;
}

interface Newcomer extends Seen {
  onboarding: OnboardingState;
}

/** Their first wish, and what the orchestrator made of it. */
interface Wish {
  message: { text: string; saidAt: Date };
  said: Understood['said'];
}

/**
 * Whatever a model says, until the questions are done or waved off. Then the first wish has its turn, in the same
 * transaction. Safe to repeat: a code that is sent again is the same code.
 */
export async function onboard(
  ports: OnboardPorts,
  actor: Actor,
  turn: TurnRef,
  seen: Newcomer,
): Promise<NextMove> {
  const heard = await hear(ports, actor, turn, seen);
  const step = (wish: Wish | null) =>
    asPerson(ports, actor, (ctx) => answer(ctx, { ports, turn, seen, heard, wish }));
  try {
    return await step(null);
  } catch (error) {
    // Nothing was done: what the wish means is asked of a model, and no transaction waits for one.
    if (!(error instanceof WishIsDue)) throw error;
    return step(await readWish(ports, actor, turn, { seen, due: error }));
  }
}

/** The questions are over, and there is a wish that nobody has read yet. */
class WishIsDue extends Error {
  readonly wish: Wish['message'];

  constructor(message: Wish['message']) {
    super('the first wish is due');
    this.wish = message;
  }
}

/** What the message answers; its number and its code are read by code. */
async function hear(
  ports: OnboardPorts,
  actor: Actor,
  turn: TurnRef,
  { onboarding: state, asked }: Newcomer,
): Promise<Heard> {
  const proof = await ports.prove(actor, state, asked.message);
  const said = await understand(ports, actor, turn, { state, asked, proof });
  return { said, proof, messageId: turn.messageId };
}

async function understand(
  ports: OnboardPorts,
  actor: Actor,
  turn: TurnRef,
  { state, asked, proof }: { state: OnboardingState; asked: Seen['asked']; proof: Proof | null },
): Promise<OnboardingOutput> {
  if (proof !== null && codeIn(asked.message) !== null) return NOTHING_SAID;
  const { message, now_local, zone } = asked;
  const question = {
    message,
    now_local,
    zone,
    asked: state.asked === 'code' ? ('phone' as const) : state.asked,
  };
  return ask({ ...ports, person: actor }, onboarding, question, turn);
}

async function readWish(
  ports: OnboardPorts,
  actor: Actor,
  turn: TurnRef,
  { seen, due }: { seen: Newcomer; due: WishIsDue },
): Promise<Wish> {
  const message = due.wish;
  const asked = {
    ...seen.asked,
    message: message.text,
    history: [],
    now_local: localText(message.saidAt, seen.asked.zone),
  };
  return { message, said: await ask({ ...ports, person: actor }, orchestrator, asked, turn) };
}

interface Answering {
  ports: OnboardPorts;
  turn: TurnRef;
  seen: Newcomer;
  heard: Heard;
  wish: Wish | null;
}

async function answer(ctx: Ctx, answering: Answering): Promise<NextMove> {
  const { ports, turn, seen, heard, wish } = answering;
  const taken = await takeMessage(ctx, turn);
  if (!taken) return NOTHING;
  // What the turn is about, where the guard had asked in between.
  const message = { ...taken, text: seen.asked.message };
  // As it is now: another conversation of theirs may have gone on meanwhile.
  const now = (await readOnboarding(ctx)) ?? seen.onboarding;
  const before = now.asked === null && now.answered.length === 0 ? await startOf(ctx) : now;
  const step = await takeStep(ctx, before, heard, ports);
  if (!step.isOver) {
    await keepOnboarding(ctx, step.state);
    await storeAnswer(ctx, turn, { say: step.say, agent: onboarding.name });
    return NOTHING;
  }
  const wished = await wishOf(ctx, step, { message, isWaved: heard.said.wants === 'no_questions' });
  if (wished && !wish) throw new WishIsDue(wished);
  const say = [step.say, await finish(ctx, step, turn), wish ? '' : WHAT_NOW];
  await keepOnboarding(ctx, null);
  const reaction: Reaction = wish
    ? await reactTo(ctx, {
        ...seen,
        zone: seen.asked.zone,
        upcoming: seen.asked.upcoming_tasks,
        dialogue: null,
        turn,
        said: wish.said,
        text: wish.message.text,
        message: { ...message, ...wish.message },
      })
    : { say: '' };
  if ('next' in reaction) {
    const { goalId } = reaction.next;
    await updateLate(ctx, Message, { id: turn.messageId }, { awaits: 'reply', goalId });
    return reaction.next;
  }
  await storeAnswer(ctx, turn, { ...reaction, say: [...say, reaction.say].filter(Boolean).join(' ') });
  return NOTHING;
}

const NOTHING: NextMove = { kind: 'none' };
const WHAT_NOW = 'That is all. What would you like to work towards?';

/** What was told of every week becomes tasks. */
async function finish(ctx: Ctx, { state }: Step, { messageId }: TurnRef): Promise<string> {
  const { made, refused } = await keepCommitments(ctx, state.commitments, messageId);
  return [
    made > 0 ? `I have put ${made} of your fixed times into your calendar.` : '',
    refused.length > 0 ? `These I could not put there: ${refused.join(', ')}.` : '',
  ]
    .filter(Boolean)
    .join(' ');
}

/** The first one that was told; whoever waves all questions off may have told it with the same words. */
async function wishOf(
  ctx: Ctx,
  { state: { wishMessageId } }: Step,
  { message, isWaved }: { message: Wish['message']; isWaved: boolean },
): Promise<Wish['message'] | null> {
  const kept = wishMessageId === null ? null : await ctx.em.findOne(Message, { id: wishMessageId });
  if (kept) return { text: kept.text, saidAt: kept.createdAt };
  return isWaved ? message : null;
}
