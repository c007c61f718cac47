// What the delivery of a mail is told, and how it ends.

export interface EmailDeliveryInput {
  emailId: string;
}

/** `over`: it had ended before. */
export type EmailDelivered = 'sent' | 'failed' | 'suppressed' | 'over';
