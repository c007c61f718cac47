// Whose a fact is that is nobody's: of somebody who has no account, or none yet.
import type { Person } from './context.ts';

const NIL = '00000000-0000-0000-0000-000000000000';

/** The nil UUID (RFC 9562): no row is of it. */
export const NIL_PERSON: Person = { orgId: NIL, userId: NIL };
