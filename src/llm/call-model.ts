// One question to one model: asked, counted, and its answer read.
import type { Agent } from './agent.ts';
import type { About, Thinking } from './ask.ts';
import { meteredCall, type Done } from './metered-call.ts';
import type { Model, Question } from './model.ts';
import { readAnswer, type Read } from './read-answer.ts';
import { tokensOf } from './write-prompt.ts';

export interface Calling<A extends Agent> {
  thinking: Thinking;
  about: About;
  model: Model;
  /** Of the chain that is being asked, which may be a cheaper one than the agent's. */
  tier: Agent['tier'];
  question: Question<A>;
  limitMs: number;
  onWords?: ((words: string) => void) | undefined;
}

export type Called<A extends Agent> = Done<{ read: Read<A>; text: string }>;

/** Throws only what `thinking.signal` ended it with. */
export async function callModel<A extends Agent>(calling: Calling<A>): Promise<Called<A>> {
  const { thinking, about, model, tier, question, limitMs, onWords } = calling;
  const { agent, mostOutputTokens } = question;
  return meteredCall({
    asker: thinking,
    about,
    model,
    agent: agent.name,
    promptVersion: agent.prompt.version,
    tier,
    measure: () => tokensOf(question),
    mostOutputTokens,
    limitMs,
    work: (options) => model.answer(question, { ...options, onWords }),
    read: (answered) => {
      const read = readAnswer(agent, answered);
      return { read, text: answered.text, isUsable: read.kind === 'usable' };
    },
    bytesOf: ({ text, outputBytes }) => outputBytes ?? Buffer.byteLength(text),
  });
}
