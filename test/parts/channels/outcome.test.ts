// The small readers behind every outcome: what an error proves, what a code means, how long to wait, whose address it is.
import { describe, expect, it } from 'vitest';
import { codeOfNeverArrived } from '../../../src/channels/never-arrived.ts';
import { parseRetryAfter } from '../../../src/channels/retry-after.ts';
import { explainTwilioCode } from '../../../src/channels/twilio-failures.ts';
import { parseWhatsApp, toWhatsApp } from '../../../src/channels/whatsapp-address.ts';

const failure = (code: string, syscall?: string) => Object.assign(new Error('x'), { code, syscall });

describe('an error', () => {
  it.each<[string, unknown, string]>([
    ['a refused connection', failure('ECONNREFUSED', 'connect'), 'ECONNREFUSED'],
    ['an unknown name', failure('ENOTFOUND', 'getaddrinfo'), 'ENOTFOUND'],
    ['a connection that took too long', failure('ETIMEDOUT', 'connect'), 'ETIMEDOUT'],
    ['no route', failure('EHOSTUNREACH', 'connect'), 'EHOSTUNREACH'],
    ['a bad certificate', failure('CERT_HAS_EXPIRED'), 'CERT_HAS_EXPIRED'],
    ['a wrapped one', new Error('y', { cause: failure('ECONNREFUSED', 'connect') }), 'ECONNREFUSED'],
    [
      'every address refused',
      new AggregateError([failure('ECONNREFUSED', 'connect'), failure('ETIMEDOUT', 'connect')]),
      'ECONNREFUSED',
    ],
  ])('before the request: %s', (_name, error, code) => expect(codeOfNeverArrived(error)).toBe(code));

  it.each<[string, unknown]>([
    ['a reset', failure('ECONNRESET', 'read')],
    ['a broken pipe', failure('EPIPE', 'write')],
    ['a time-out', failure('ETIMEDOUT')],
    ['no route any more', failure('EHOSTUNREACH', 'read')],
    ['an abort', new DOMException('aborted', 'AbortError')],
    [
      'one of several after the connection',
      new AggregateError([failure('ECONNREFUSED'), failure('ECONNRESET')]),
    ],
    ['several of none', new AggregateError([])],
    ['no error', 'ECONNREFUSED'],
  ])('that proves nothing: %s', (_name, error) => expect(codeOfNeverArrived(error)).toBeNull());
});

describe('a Retry-After', () => {
  const nowMs = Date.parse('2026-11-23T06:00:00Z');
  it.each<[unknown, number | null]>([
    ['7', 7_000],
    [' 0 ', 0],
    ['Mon, 23 Nov 2026 06:00:30 GMT', 30_000],
    ['Mon, 23 Nov 2026 05:00:00 GMT', 0],
    ['999999999999', 86_400_000],
    ['1.5', 2_000],
    ['292.052', 293_000],
    [' 32.5 ', 33_000],
    ['.5', 1_000],
    ['2026-11-23T06:00:30Z', 30_000],
    ['soon', null],
    ['-5s', null],
    ['-5', null],
    ['1.2.3', null],
    ['10/11', null],
    ['', null],
    [undefined, null],
    [['7'], null],
  ])('%j', (header, waitMs) => expect(parseRetryAfter(header, nowMs)).toBe(waitMs));
});

type Meant = [code: number, reason: string, permanent: boolean];
const ours = (code: number): Meant => [code, 'configuration', true];

describe('a code of Twilio', () => {
  it.each<Meant>([
    [20003, 'configuration', true],
    [20404, 'not_found', true],
    [20429, 'busy', false],
    [21211, 'contact', true],
    [21610, 'opted_out', true],
    [30036, 'expired', true],
    [60605, 'country', true],
    [60203, 'too_many', false],
    [63003, 'contact', true],
    [63014, 'opted_out', true],
    [63016, 'template_needed', true],
    [63018, 'busy', false],
    [63049, 'withheld', true],
    [1, 'rejected', true],
    // How we are set up, whoever is written to or called.
    ...[10002, 21205, 21219, 21601, 21607, 21609, 21657, 21659, 21660, 30002, 60001, 60204].map(ours),
    ...[63001, 63002, 63007, 63008, 63013, 63015, 63020, 63022, 63027, 63028, 63030].map(ours),
    ...[63040, 63041, 63042, 63051, 63054, 63059, 63112].map(ours),
    [21203, 'country', true],
    [60220, 'country', true],
    // Of this one person, or of this moment.
    [21202, 'contact', true],
    [63033, 'opted_out', true],
    ...[10004, 30001, 63009, 63010, 63017].map((code): Meant => [code, 'busy', false]),
  ])('%i', (code, reason, permanent) => {
    expect(explainTwilioCode(code)).toMatchObject({ reason, permanent });
  });

  it.each([
    [63005, true],
    [21999, true],
    [63999, true],
    [60999, true],
    // What a network says of one phone; a parameter that may be the person's number.
    [30008, undefined],
    [60200, undefined],
    [63003, undefined],
  ])('%i may be anybody, so that an operator has to look: %s', (code, isUnexplained) =>
    expect(explainTwilioCode(code).isUnexplained).toBe(isUnexplained),
  );
});

describe('a WhatsApp address', () => {
  it.each([
    ['whatsapp:+4915112345678', { kind: 'number', e164: '+4915112345678' }],
    ['whatsapp:DE.AbC123', { kind: 'user', id: 'DE.AbC123' }],
    ['+4915112345678', null],
    ['whatsapp:4915112345678', null],
    ['whatsapp:+0123456789', null],
    ['whatsapp:+4915112345678 ', null],
    ['whatsapp:de.abc', null],
    [`whatsapp:DE.${'a'.repeat(129)}`, null],
    ['', null],
    [null, null],
  ])('%j', (value, address) => expect(parseWhatsApp(value)).toEqual(address));

  it('is read back as it was written', () => {
    expect(parseWhatsApp(toWhatsApp('+4915112345678'))).toEqual({ kind: 'number', e164: '+4915112345678' });
  });
});
