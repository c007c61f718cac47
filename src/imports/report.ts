// What would come of a file, and what came of it.
import type { Refusal } from './found.ts';

export interface Counts {
  goals: number;
  rules: number;
  pauses: number;
  tasks: number;
  events: number;
}

/** A time at which something stands already. */
export interface Conflict {
  title: string;
  startsAt: string;
  overlaps: string[];
}

export interface Report {
  /** What would be made, beside the occurrences of rules. */
  create: Counts;
  /** What is there already: by an earlier import, or because it was exported from here. */
  duplicates: Counts;
  /** Of tasks that are open and long past: they are recorded, and nobody is reminded of them. */
  recorded: number;
  /** Tasks that rules would make ahead. */
  occurrences: number;
  refused: number;
  /** The first of them, in the order of the file. */
  refusals: Refusal[];
  conflicts: number;
  /** The first of them. They are written all the same. */
  conflicting: Conflict[];
}

export interface Result {
  created: Counts;
  duplicates: Counts;
}

export const MOST_LISTED = 200;
