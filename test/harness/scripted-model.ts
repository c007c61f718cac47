// A model in this very process that says what a test wants: no vendor, no socket, no bill.
import type { Model } from '../../src/llm/model.ts';

/** Answers with what `output` returns, throws what it throws, and keeps count. */
export function scriptedModel(
  output: () => unknown,
  { name = 'scripted', provider = 'builtin' }: Partial<Pick<Model, 'name' | 'provider'>> = {},
): Model & { asked: number } {
  const model = {
    name,
    provider,
    asked: 0,
    answer: async () => {
      model.asked += 1;
      const said = output();
      const rest = { ending: 'whole', usage: null, requestId: null, servedBy: name } as const;
      return { output: said, text: JSON.stringify(said) ?? '', ...rest };
    },
  };
  return model;
}
