// What Temporal does for exports; `temporal/flows/exports.ts` stands behind it.
import type { Person } from '../kernel/context.ts';

export interface Exports {
  /** Harmless where it runs already; one that was lost begins anew. Throws UNAVAILABLE. */
  start(person: Person, exportId: string): Promise<void>;
}
