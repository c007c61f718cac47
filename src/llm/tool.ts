// What a model, a chat turn or another machine may do with a verb: one description, strict shapes, and one way to run
// it.
import type { z } from 'zod';
import type { Scope } from '../kernel/scopes.ts';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';

export interface Tool<
  Ports extends Store = never,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
> {
  /** "create_task" */
  name: string;
  /** For who chooses among tools: what it does, and when it is the right one. */
  description: string;
  /** What an API key needs for it. */
  scope: Scope;
  /** It takes something away that does not come back by itself: whoever calls it names the object and asks first. */
  destructive: boolean;
  input: Input;
  output: Output;
  /** `input` as `Input` has parsed it. Throws what the verb throws. */
  run(ports: Ports, actor: Actor, input: z.output<Input>): Promise<z.input<Output>>;
}

/**
 * A tool that is one transaction: whoever is in one already can have it done there, together with what else they
 * write.
 */
export interface TransactionTool<Input extends z.ZodType, Output extends z.ZodType> extends Tool<
  Store,
  Input,
  Output
> {
  within(ctx: Ctx, input: z.output<Input>): Promise<z.input<Output>>;
}

/** Keeps the schemas in the type. */
export const defineTool = <Ports extends Store, Input extends z.ZodType, Output extends z.ZodType>(
  tool: Tool<Ports, Input, Output>,
): Tool<Ports, Input, Output> => tool;

/** `within` is the tool; alone it runs in a transaction of its own. */
export const defineTransactionTool = <Input extends z.ZodType, Output extends z.ZodType>(
  tool: Omit<TransactionTool<Input, Output>, 'run'>,
): TransactionTool<Input, Output> => ({
  ...tool,
  run: (ports, actor, input) => asPerson(ports, actor, (ctx) => tool.within(ctx, input)),
});
