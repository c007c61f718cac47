// What a mail server's refusal, or its silence, means for the mail.
import type { Failure, RefusalReason, Refused } from './outcome.ts';

/** What of nodemailer's errors is read. */
export interface SmtpError {
  /** "EAUTH", "ETIMEDOUT", or the system's own. */
  code?: string | undefined;
  /** The step that failed: "RCPT TO". */
  command?: string | undefined;
  /** The server's last line. Never kept: it may quote the address. */
  response?: string | undefined;
  responseCode?: number | undefined;
}

/** `isBegun`: the server had asked for the content. What broke off then without a word may have been taken. */
export function failureOfSmtp(error: SmtpError, isBegun: boolean): Failure {
  const { code = 'ESOCKET', command = '', responseCode } = error;
  if (isOurSetUp(error)) return refused(`SMTP_${responseCode ?? code}`, 'configuration', false);
  if (responseCode !== undefined && responseCode >= 500)
    return refused(`SMTP_${responseCode}`, reasonOf(error), true);
  // 421 may come in place of any reply: after the content it is one all the same, and says no.
  if (responseCode !== undefined && responseCode >= 400)
    return refused(`SMTP_${responseCode}`, 'busy', false);
  // Before anybody was asked: nothing that could be sent as it is.
  if (code === 'EENVELOPE' || code === 'EMESSAGE') return refused(code, 'rejected', true);
  if (isBegun) return { kind: 'unknown', detail: 'No answer came from the mail server', retryAfterMs: null };
  return { kind: 'unreachable', detail: `The mail server could not be reached (${code} ${command})`.trim() };
}

/** Credentials, encryption and our sender: every mail fares alike, and gets through once an operator has acted. */
const isOurSetUp = ({ code, command = '', responseCode = 0 }: SmtpError): boolean =>
  code === 'ETLS' ||
  (code === 'EAUTH' && !(responseCode >= 400 && responseCode < 500)) ||
  (command === 'MAIL FROM' && responseCode >= 500);

/**
 * RFC 3463: X.1.1 to X.1.3, X.1.6 and X.1.10 speak of the address, X.2.1 of a closed mailbox; others of us. Without
 * such a code 551 and 553 speak of the address. 550 is said of policy as well (RFC 5321): it ends that mail alone.
 */
function reasonOf({ command, response = '', responseCode = 0 }: SmtpError): RefusalReason {
  if (command !== 'RCPT TO') return 'rejected';
  const [, subject] = /\b5\.(\d{1,3}\.\d{1,3})\b/.exec(response) ?? [];
  const isOfAddress = subject
    ? /^(?:1\.(?:[1236]|10)|2\.1)$/.test(subject)
    : [551, 553].includes(responseCode);
  return isOfAddress ? 'contact' : 'rejected';
}

const refused = (code: string, reason: RefusalReason, permanent: boolean): Refused => ({
  kind: 'refused',
  code,
  reason,
  detail: `The mail server refused (${code})`,
  permanent,
  retryAfterMs: null,
});
