// Who is behind a request to the MCP door, and what came of asking whether they come too often.
import type { Actor } from '../kernel/context.ts';
import type { FluxError } from '../kernel/errors.ts';
import type { Log } from '../kernel/log.ts';
import type { Scope } from '../kernel/scopes.ts';

export interface McpCaller {
  actor: Actor;
  /** Null: everything, as for any person who signed in. */
  scopes: readonly Scope[] | null;
  /** What they came too often for is told where a model reads it. */
  refusal: FluxError | null;
  log: Log;
  requestId: string;
}

/** Whether what they write is done. Otherwise it is proposed to the person whose key it is. */
export const mayApply = ({ scopes }: McpCaller): boolean => scopes === null || scopes.includes('apply');
