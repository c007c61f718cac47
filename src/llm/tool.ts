// What a model, a chat turn or another machine may do with a verb: one description, strict shapes, and one way to run
// it.
import type { z } from 'zod';
import { asPerson, type Actor, type Ctx, type Store } from '../kernel/context.ts';
import { FluxError } from '../kernel/errors.ts';
import { explainIssue } from '../kernel/explain-issue.ts';
import type { LimitGroup } from '../kernel/limits.ts';
import type { Scope } from '../kernel/scopes.ts';

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
  /** A scope that an API key needs beside that. */
  also?: Scope;
  /** The bucket that a call takes from, as that of the same verb in REST. */
  limit: LimitGroup;
  /** It changes nothing. */
  readOnly: boolean;
  /** It takes something away that does not come back by itself: whoever calls it names the object and asks first. */
  destructive: boolean;
  /** The same input again changes nothing more. */
  idempotent: boolean;
  /** It reaches beyond what the person has here, as a search of the web would. */
  openWorld?: true;
  /** The field of the input for an id that the caller makes: with it a repeat is harmless. */
  ownId?: string;
  /** Fields of the input with words of the person, in which they may say that they are in need: heard at every door. */
  hears?: readonly string[];
  input: Input;
  output: Output;
  /** Throws VALIDATION_FAILED for what `input` does not allow, and what the verb throws. */
  run(ports: Ports, actor: Actor, input: z.input<Input>): Promise<z.input<Output>>;
  /**
   * Of a tool that writes and is more than one transaction: throws what `run` would refuse at once, and resolves to a
   * sentence of what it would do. In a transaction that its caller takes back.
   */
  rehearse?(ctx: Ctx, input: z.input<Input>): Promise<string>;
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
  within(ctx: Ctx, input: z.input<Input>): Promise<z.input<Output>>;
}

type Described<Input extends z.ZodType, Output extends z.ZodType> = Omit<
  Tool<never, Input, Output>,
  'run' | 'rehearse'
>;

/** `run` and `rehearse` get their input parsed: nobody goes past the schema. */
export const defineTool = <Ports extends Store, Input extends z.ZodType, Output extends z.ZodType>({
  run,
  rehearse,
  ...tool
}: Described<Input, Output> & {
  run: (ports: Ports, actor: Actor, input: z.output<Input>) => Promise<z.input<Output>>;
  rehearse?: (ctx: Ctx, input: z.output<Input>) => Promise<string>;
}): Tool<Ports, Input, Output> => ({
  ...tool,
  run: async (ports, actor, input) => run(ports, actor, read(tool.input, input)),
  ...(rehearse && { rehearse: async (ctx: Ctx, input) => rehearse(ctx, read(tool.input, input)) }),
});

/** `within` gets its input parsed; alone it runs in a transaction of its own. */
export const defineTransactionTool = <Input extends z.ZodType, Output extends z.ZodType>({
  within,
  ...tool
}: Described<Input, Output> & {
  within: (ctx: Ctx, input: z.output<Input>) => Promise<z.input<Output>>;
}): TransactionTool<Input, Output> => {
  const readWithin = async (ctx: Ctx, input: z.input<Input>) => within(ctx, read(tool.input, input));
  return {
    ...tool,
    within: readWithin,
    run: (store, actor, input) => asPerson(store, actor, (ctx) => readWithin(ctx, input)),
  };
};

/** Throws VALIDATION_FAILED, which names every field at fault, each that is not known included. */
export function read<Input extends z.ZodType>(schema: Input, input: unknown): z.output<Input> {
  const { data, error } = schema.safeParse(input);
  if (!error) return data;
  throw new FluxError('VALIDATION_FAILED', { fields: { errors: error.issues.flatMap(explainIssue) } });
}

/** Of the registry, whose tools are of all kinds. */
export const isOneTransaction = <Ports extends Store>(
  tool: Tool<Ports>,
): tool is Tool<Ports> & TransactionTool<z.ZodType, z.ZodType> => 'within' in tool;

/** The first scope that is needed and lacks; null where none does. `scopes`: null for a person who signed in. */
export const missingScope = (
  { scope, also }: Pick<Tool, 'scope' | 'also'>,
  scopes: readonly Scope[] | null,
): Scope | null =>
  [scope, also].find((needed) => needed && scopes !== null && !scopes.includes(needed)) ?? null;
