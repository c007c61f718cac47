// What each kind of mail says, beside whom it goes to. A new kind is a line here, and its words in email-texts.ts.

export interface EmailContents {
  /** Somebody wants an account. */
  registration: { token: string };
  /** They have one already. */
  account_exists: object;
  verification: { token: string };
  password_reset: { token: string };
  password_changed: object;
  /** To the new address. */
  address_change: { token: string };
  /** To the new address, which is the address of another account. */
  address_in_use: object;
  /** To the old address. */
  address_changed: { token: string };
  /** To the old address, which is theirs again. */
  address_taken_back: object;
  invitation: { token: string; organisation: string };
  export_ready: object;
  /** `label`: "Firefox on Linux"; `at`: ISO 8601. */
  new_device: { label: string | null; at: string };
}

export type EmailKind = keyof EmailContents;

/** What no account depends on: whoever wants can have an end of it. */
export const NOTICES: readonly EmailKind[] = ['invitation', 'export_ready'];

export type EmailOf<Kind extends EmailKind> = {
  kind: Kind;
  /** Trimmed, lower case. */
  to: string;
  values: EmailContents[Kind];
};

export type AnyEmail = { [Kind in EmailKind]: EmailOf<Kind> }[EmailKind];
