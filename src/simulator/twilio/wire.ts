// The shapes both sides of Twilio's wire agree on: ids, dates, numbers, forms.
import { randomBytes } from 'node:crypto';

export type SidPrefix = 'SM' | 'MM' | 'CA' | 'VE' | 'VL' | 'PN';

/** Two letters and 32 hex digits. */
export function newSid(prefix: SidPrefix): string {
  return prefix + randomBytes(16).toString('hex');
}

/** "Thu, 24 Aug 2023 05:01:45 +0000", as version 2010-04-01 writes dates. */
export function rfc2822(at: number): string {
  return new Date(at).toUTCString().replace('GMT', '+0000');
}

export function isE164(text: string): boolean {
  return /^\+[1-9]\d{6,14}$/.test(text);
}

/** WhatsApp's own id of somebody who hides their number: "US.aB3dEf9". */
export function isWhatsAppUser(text: string): boolean {
  return /^[A-Z]{2}\.[A-Za-z0-9]{1,128}$/.test(text);
}

/** "whatsapp:+1555…" and "+1555…" taken apart. */
export function parseAddress(address: string): { channel: 'sms' | 'whatsapp'; number: string } {
  return address.startsWith('whatsapp:')
    ? { channel: 'whatsapp', number: address.slice('whatsapp:'.length) }
    : { channel: 'sms', number: address };
}

/** A form as Twilio reads it: blank means absent, a repeated key is a list. */
export class Form {
  readonly params: URLSearchParams;

  constructor(text: string) {
    this.params = new URLSearchParams(text);
  }

  get(name: string): string | null {
    return this.params.get(name) || null;
  }

  all(name: string): string[] {
    return this.params.getAll(name).filter((value) => value !== '');
  }

  /** For the log and hooks; a repeated key shows its values joined. */
  get fields(): Record<string, string> {
    return Object.fromEntries(
      [...new Set(this.params.keys())].map((key) => [key, this.params.getAll(key).join(', ')]),
    );
  }
}
