// The builtin coach with somebody who listens in: a test decides when a question is answered, and whether.
import type { AgentName } from '../../src/agents.ts';
import { builtinModel } from '../../src/coach/builtin-model.ts';
import type { Model } from '../../src/llm/model.ts';

/** `before` is called with each question's agent; the coach answers when it has resolved. */
export function askedModel(before: (agent: AgentName) => Promise<void> | void): Model {
  return {
    ...builtinModel,
    answer: async (question, options) => {
      await before(question.agent.name as AgentName);
      return builtinModel.answer(question, options);
    },
  };
}

/** Resolves for everybody once `count` have come. */
export function meeting(count: number): () => Promise<void> {
  const all = Promise.withResolvers<void>();
  let came = 0;
  return () => {
    came += 1;
    if (came === count) all.resolve();
    return all.promise;
  };
}
