// How a tool that writes is carried out once, and how it is tried without leaving a trace.
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { answerInSteps, answerOnce } from '../kernel/once.ts';
import type { KeyedRequest } from '../kernel/request-mark.ts';
import { isOneTransaction, type Tool } from './tool.ts';

export type ToolInput = Record<string, unknown>;

/** A tool that writes, and what it is called with. */
export interface Written<Ports extends Store> {
  tool: Tool<Ports>;
  input: ToolInput;
  /** Null: its client made it repeatable in no way of its own. */
  request: KeyedRequest | null;
}

/** Resolves to what it answers, as JSON; under a key that was used before, to what it answered then. */
export async function carryOutTool<Ports extends Store>(
  ports: Ports,
  actor: Actor,
  { tool, input, request }: Written<Ports>,
): Promise<string> {
  if (isOneTransaction(tool)) {
    const { answer } = await answerOnce(ports, actor, request, async (ctx) =>
      answerOf(await tool.within(ctx, input)),
    );
    return answer.body!;
  }
  if (!request) return JSON.stringify(await tool.run(ports, actor, input));
  const { answer } = await answerInSteps(ports, actor, request, {
    open: async (_ctx, { effectId }) => effectId,
    work: (effectId) => tool.run(ports, actor, withOwnId(tool, input, effectId)),
    answerOf: (output) => ({ answer: answerOf(output), isFinal: !isWorking(output) }),
  });
  return answer.body!;
}

/** Under this id a repeat is harmless, whatever became of the attempt before; the caller's own id has precedence. */
export const withOwnId = ({ ownId }: Pick<Tool, 'ownId'>, input: ToolInput, id: string): ToolInput =>
  ownId === undefined ? input : { [ownId]: id, ...input };

const answerOf = (output: unknown) => ({ status: 200, body: JSON.stringify(output) });

/** It goes on by itself, and the same call may ask again. */
export const isWorking = (output: unknown): boolean =>
  typeof output === 'object' && output !== null && 'status' in output && output.status === 'working';

export interface Rehearsed {
  dry_run: true;
  would: string | null;
  result: unknown;
}

/** What a call would do, found out by doing it and taking it back. Throws what it would throw. */
export async function rehearseTool<Ports extends Store>(
  ports: Ports,
  actor: Actor,
  tool: Tool<Ports>,
  input: ToolInput,
): Promise<Rehearsed> {
  if (isOneTransaction(tool))
    return {
      dry_run: true,
      would: null,
      result: await takenBack(ports, actor, (ctx) => tool.within(ctx, input)),
    };
  const would = await takenBack(ports, actor, async (ctx) => tool.rehearse?.(ctx, input) ?? null);
  return { dry_run: true, would, result: null };
}

class TakenBack extends Error {}

async function takenBack<T>(store: Store, actor: Actor, work: (ctx: Ctx) => Promise<T>): Promise<T> {
  let done: { result: T } | undefined;
  try {
    await asPerson(store, actor, async (ctx) => {
      done = { result: await work(ctx) };
      throw new TakenBack();
    });
  } catch (error) {
    if (!(error instanceof TakenBack)) throw error;
  }
  return done!.result;
}
