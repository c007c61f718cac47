// A mail as the mailbox keeps it.

/** One mail that the server took; a repeat is another one under the same Message-ID. */
export interface Mail {
  id: string;
  at: number;
  /** With its angle brackets. */
  messageId: string;
  from: string;
  /** Of the envelope, in lower case. */
  to: string;
  subject: string;
  text: string;
  html: string;
  /** By name in lower case. */
  headers: Record<string, string>;
}
