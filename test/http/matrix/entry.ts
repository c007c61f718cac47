// What the matrix has to know of an operation beside what the API's document says.
import type { Actor } from './actor.ts';

export interface Parts {
  path?: Record<string, string>;
  query?: Record<string, string>;
  body?: Record<string, unknown>;
  /** A body that is no JSON, and its type. */
  file?: { type: string; text: string };
}

export interface Entry {
  /** A request of `who` that succeeds: every id in it is of something of theirs. */
  ask(who: Actor): Parts | Promise<Parts>;
  /** Ids that the client makes: one that nobody has yet is good. */
  clientMade?: string[];
  /** Ids that a list is narrowed by: under one that is not the caller's there is nothing. */
  filters?: string[];
  /** Its query filters nothing: without it, nothing is asked for. */
  needsQuery?: true;
  /** Fields of the body that are as good as an id without being one. */
  capabilities?: string[];
  /** What it names belongs to the person, in whichever organisation they act. */
  isOfPerson?: true;
  /** What it names belongs to the whole team: which member may do what is said by the table of roles. */
  isOfTeam?: true;
  /** It takes a person's sessions or password from them, so that somebody new has to try it. */
  isLast?: true;
}

export type Entries = Record<string, Entry>;

/** An operation without anything of anybody's in it. */
export const plain: Entry = { ask: () => ({}) };
