// Makes a mail of its words: the same in plain text and in HTML, which fetches nothing.
import type { EmailMessage } from '../channels/email.ts';
import type { EmailText } from './email-texts.ts';

export interface Places {
  /** Where links lead, without a slash at the end. */
  linksUrl: string;
  /** Where one click ends such mails; null: security needs them. */
  unsubscribeUrl: string | null;
}

export function composeEmail(
  { subject, before, link, after }: EmailText,
  { linksUrl, unsubscribeUrl }: Places,
): Pick<EmailMessage, 'subject' | 'text' | 'html' | 'unsubscribeUrl'> {
  const greeting = 'Hello,';
  const url = link && `${linksUrl}${link.path}`;
  const closing = unsubscribeUrl === null ? [] : [`No such mails any more: ${unsubscribeUrl}`];
  const text = [greeting, ...before, ...(url ? [`${link.says}:\n${url}`] : []), ...after, ...closing];
  const html = [
    paragraph(greeting),
    ...before.map(paragraph),
    ...(url ? [button(link.says, url)] : []),
    ...after.map(paragraph),
    ...(unsubscribeUrl === null
      ? []
      : [`<p><small>${anchor('No such mails any more', unsubscribeUrl)}</small></p>`]),
  ];
  return { subject, text: `${text.join('\n\n')}\n\nFlux\n`, html: page(subject, html), unsubscribeUrl };
}

const page = (title: string, body: string[]): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escape(title)}</title></head>` +
  '<body style="margin:0;padding:24px;font:16px/1.5 sans-serif;color:#1d2430;background:#ffffff">' +
  `<div style="max-width:34em;margin:0 auto">${body.join('')}<p>Flux</p></div></body></html>`;

const paragraph = (words: string): string => `<p>${escape(words)}</p>`;

/** The address as well: whoever does not trust a button reads it, and whose program shows none copies it. */
const button = (says: string, url: string): string =>
  `<p><a href="${escape(url)}" style="display:inline-block;padding:10px 18px;border-radius:6px;background:#1f5fbf;color:#ffffff;` +
  `text-decoration:none">${escape(says)}</a></p><p style="word-break:break-all"><small>${escape(url)}</small></p>`;

const anchor = (says: string, url: string): string => `<a href="${escape(url)}">${escape(says)}</a>`;

const ENTITIES = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

/** What somebody else has written, such as the name of an organisation, is never markup. */
const escape = (words: string): string => words.replaceAll(/[&<>"']/g, (sign) => ENTITIES.get(sign)!);
