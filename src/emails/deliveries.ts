// Who sends what stands in the outbox; Temporal stands behind it: `temporal/flows/emails.ts`.

export interface EmailDeliveries {
  /** Harmless when repeated. Throws UNAVAILABLE. */
  start(emailId: string): Promise<void>;
  /** False where somebody works at it. Throws UNAVAILABLE. */
  revive(emailId: string): Promise<boolean>;
}
