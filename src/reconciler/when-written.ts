// When a message that is heard late was written. The provider's list says the second, and its order says what came
// before and after. Pure.
import type { Written } from '../reminders/written.ts';

/** One sender's message in the list, the oldest first. */
export interface Listed {
  externalId: string;
  /** Whole seconds. */
  at: Date;
}

const SECOND_MS = 999;

/**
 * Of `messages[index]`. `heardAt`: when the others were heard, by id; what was heard within its own second was written
 * within it, so that this one lies before or behind it.
 */
export function whenWritten(
  messages: readonly Listed[],
  index: number,
  heardAt: ReadonlyMap<string, Date>,
): Written {
  const start = messages[index]!.at.getTime();
  const within = ({ externalId }: Listed): number[] => {
    const heard = heardAt.get(externalId)?.getTime();
    return heard !== undefined && heard >= start && heard <= start + SECOND_MS ? [heard] : [];
  };
  const from = Math.max(start, ...messages.slice(0, index).flatMap(within));
  const next = Math.min(start + SECOND_MS + 1, ...messages.slice(index + 1).flatMap(within));
  const followedBy = messages.slice(index + 1).map(({ externalId }) => externalId);
  return { from: new Date(from), until: new Date(Math.max(from, next - 1)), followedBy };
}
