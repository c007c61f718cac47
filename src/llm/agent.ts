// What an agent is: one job for a model, with the shapes of its question and its answer. Each stands in its room as
// `<name>.agent.ts`.
import type { z } from 'zod';

export interface Agent<
  Name extends string = string,
  Input extends z.ZodType = z.ZodType,
  Output extends z.ZodType = z.ZodType,
  HasBuiltin extends boolean = boolean,
> {
  /** Stable: it stands in metrics and in the meter's rows. */
  name: Name;
  /** How much thinking the job is worth. */
  tier: 'fast' | 'strong';
  /** What it is given: ids and what the job needs, never names, addresses or numbers of people. */
  input: Input;
  /** What it must answer, whoever answers. */
  output: Output;
  /** The field of the answer, at its top, that a person reads as it stands: whoever listens hears it as it comes. */
  spoken?: string;
  prompt: Prompt;
  /** Whether the builtin coach can do this job; if so, no turn depends on a vendor. */
  hasBuiltin: HasBuiltin;
}

/** A Markdown file beside the agent. Its first line names the version; a change of its words is a new one. */
export interface Prompt {
  file: URL;
  version: number;
}

/** Keeps the literals and the schemas in the type. */
export const defineAgent = <
  const Name extends string,
  Input extends z.ZodType,
  Output extends z.ZodType,
  const HasBuiltin extends boolean,
>(
  agent: Agent<Name, Input, Output, HasBuiltin>,
): Agent<Name, Input, Output, HasBuiltin> => agent;

export type InputOf<A extends Agent> = z.infer<A['input']>;
export type OutputOf<A extends Agent> = z.infer<A['output']>;
