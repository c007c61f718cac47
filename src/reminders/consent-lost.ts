// A consent that ended between the look at a rung and its claim: PostgreSQL refuses the claim, and says so by a name.

/** Of the trigger `require_consent`. */
const CONSTRAINT = 'dispatch_log_consent';

/** Whether PostgreSQL refused to have something sent because no consent lives for it (any more). */
export function isConsentLost(error: unknown): boolean {
  return error instanceof Error && 'constraint' in error && error.constraint === CONSTRAINT;
}
