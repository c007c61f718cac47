// A change of a plan that runs: which of its tasks a draft leaves alone, and which it takes the place of.
import { sameTitle } from '../planning/match-sessions.ts';

/** What stands in a draft of a goal that runs, as it was when the draft was made. Ids, and no words of the person. */
export interface Modification {
  /** Its sessions that stand already: their tasks by `sessionKey`. They stay as they are, whatever becomes of them. */
  keeps: Record<string, string>;
  /** These tasks are cancelled with the approval. */
  replaces: { taskId: string; generation: number }[];
  /** The latest draft when it was opened: an earlier one that was not agreed to is none of it. Old ones lack it. */
  since?: number;
}

/** A session by its moment and its title. */
export const sessionKey = (title: string, startsAt: Date | string): string =>
  `${new Date(startsAt).toISOString()} ${sameTitle(title)}`;
