// What belongs to a mail server, and what cannot be without one.

interface Given {
  EMAIL_SMTP_URL?: string | undefined;
  EMAIL_FROM?: string | undefined;
  EMAIL_VERIFICATION?: 'required' | 'optional' | undefined;
}

/** @throws Error of one sentence */
export function requireMailServer({ EMAIL_SMTP_URL, EMAIL_FROM, EMAIL_VERIFICATION }: Given): void {
  if (EMAIL_SMTP_URL !== undefined && EMAIL_FROM === undefined)
    throw new Error('EMAIL_FROM is missing beside EMAIL_SMTP_URL');
  if (EMAIL_SMTP_URL === undefined && EMAIL_VERIFICATION === 'required')
    throw new Error('EMAIL_VERIFICATION is required, and there is no EMAIL_SMTP_URL to send by');
}
