// Only what Twilio signed gets in: signatures made here with plain crypto, and every forgery we could think of.
import { createHash, createHmac } from 'node:crypto';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type WebhookRequest, verifyWebhook } from '../../../src/channels/webhook-signature.ts';

const URL_ = 'https://flux.example/twilio/inbound?org=1&d=2';
const TOKEN = '12345678901234567890123456789012';
const OLD_TOKEN = 'abcdefghijabcdefghijabcdefghijab';
const FORM = 'application/x-www-form-urlencoded';
const BODY =
  'MessageSid=SM1&From=whatsapp%3A%2B4915112345678&To=whatsapp%3A%2B15005550006&Body=done+%F0%9F%91%8D&NumMedia=0';

/** The vendor's recipe, written down once more: URL, then each name (sorted) with its values (each once, sorted). */
function sign(token: string, url: string, body: string): string {
  const form = new URLSearchParams(body);
  const names = [...new Set(form.keys())].toSorted();
  const parts = names.flatMap((name) => [...new Set(form.getAll(name))].toSorted().map((v) => name + v));
  return hmac(token, url + parts.join(''));
}
const hmac = (token: string, text: string) => createHmac('sha1', token).update(text).digest('base64');

const request = (overrides: Partial<WebhookRequest> = {}): WebhookRequest => ({
  authTokens: [TOKEN],
  signature: sign(TOKEN, URL_, BODY),
  publicUrl: URL_,
  rawBody: BODY,
  contentType: FORM,
  ...overrides,
});
const signedBody = (rawBody: string) => request({ rawBody, signature: sign(TOKEN, URL_, rawBody) });

describe('a request that Twilio signed', () => {
  it('is let in, with its form', () => {
    const form = verifyWebhook(request());
    expect(form?.get('Body')).toBe('done 👍');
    expect(form?.get('From')).toBe('whatsapp:+4915112345678');
  });

  it("agrees with the vendor's own example", () => {
    // twilio.com/docs/usage/security, "Explore the algorithm yourself".
    const form = verifyWebhook({
      authTokens: ['12345'],
      signature: 'L/OH5YylLD5NRKLltdqwSvS0BnU=',
      publicUrl: 'https://example.com/myapp.php?foo=1&bar=2',
      rawBody:
        'CallSid=CA1234567890ABCDE&Caller=%2B14158675310&Digits=1234&From=%2B14158675310&To=%2B18005551212',
      contentType: FORM,
    });
    expect(form?.get('Digits')).toBe('1234');
  });

  it.each([
    ['blank values', 'MessageSid=SM1&Body=&ButtonPayload='],
    ['a name without "="', 'MessageSid=SM1&Body'],
    ['repeated names', 'MediaUrl=b&MessageSid=SM1&MediaUrl=a'],
    ['the same pair twice', 'a=1&a=1&b=2'],
    ['other scripts', 'Body=%D9%82%D9%81+%E5%81%9C%E6%AD%A2+%F0%9F%8F%83&ProfileName=%C3%9Cna'],
    ['brackets', 'a[b]=c&a[d]=e'],
    ['names of JavaScript', '__proto__=x&constructor=y&toString=z&hasOwnProperty=w'],
    ['a plus sign and a percent sign', 'From=%2B49&Body=100%25+%2B+1'],
    ['line breaks', 'Body=a%0D%0Ab'],
    ['capitals before small letters', 'a=1&B=2&C=3&b=4'],
    ['nothing', ''],
  ])('may carry %s', (_name, rawBody) => {
    const form = verifyWebhook(signedBody(rawBody));
    expect([...(form ?? [])]).toEqual([...new URLSearchParams(rawBody)]);
  });

  it.each([
    ['a character set', { contentType: `${FORM}; charset=UTF-8` }],
    ['capitals in its type', { contentType: FORM.toUpperCase() }],
    ['the new token', { authTokens: [OLD_TOKEN, TOKEN] }],
    [
      'the old token, while both hold',
      { authTokens: [TOKEN, OLD_TOKEN], signature: sign(OLD_TOKEN, URL_, BODY) },
    ],
    ['the port that is understood', { signature: sign(TOKEN, URL_.replace('example', 'example:443'), BODY) }],
  ])('may come with %s', (_name, overrides) => {
    expect(verifyWebhook(request(overrides))).not.toBeNull();
  });

  it('whatever its fields', () => {
    const text = fc.string({ unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(fc.tuple(text, text)), (pairs) => {
        const rawBody = new URLSearchParams(pairs).toString();
        expect([...(verifyWebhook(signedBody(rawBody)) ?? [])]).toEqual([...new URLSearchParams(rawBody)]);
      }),
    );
  });
});

const good = sign(TOKEN, URL_, BODY);
const changedUrl = (publicUrl: string): Partial<WebhookRequest> => ({ publicUrl });
const changedBody = (rawBody: string): Partial<WebhookRequest> => ({ rawBody });
const JSON_BODY = '{"MessageSid":"SM1"}';
const HASHED_URL = `${URL_}&bodySHA256=${createHash('sha256').update(JSON_BODY).digest('hex')}`;

const FORGERIES: [name: string, overrides: Partial<WebhookRequest>][] = [
  ['no signature', { signature: null }],
  ['an undefined signature', { signature: undefined }],
  ['an empty signature', { signature: '' }],
  ['a blank signature', { signature: ' ' }],
  ['a random signature', { signature: 'AAAAAAAAAAAAAAAAAAAAAAAAAAA=' }],
  ['a short signature', { signature: good.slice(0, -1) }],
  ['a long signature', { signature: `${good}=` }],
  ['the signature twice', { signature: `${good}, ${good}` }],
  ['the signature in hex', { signature: Buffer.from(good, 'base64').toString('hex') }],
  [
    'the signature in base64url',
    { signature: Buffer.from(hmac(TOKEN, `${URL_}x`), 'base64').toString('base64url') },
  ],
  ['the signature in lower case', { signature: good.toLowerCase() }],
  ['a signature in other characters', { signature: 'ÄÄÄÄÄÄÄÄÄÄÄÄÄÄ' }],
  ['SHA-256', { signature: createHmac('sha256', TOKEN).update(URL_).digest('base64') }],
  ['no key', { signature: createHash('sha1').update(URL_).digest('base64') }],
  ['another token', { signature: sign('another', URL_, BODY) }],
  ['the token in capitals', { signature: sign(TOKEN.toUpperCase(), URL_, BODY), authTokens: [OLD_TOKEN] }],
  ['an empty token', { signature: sign('', URL_, BODY) }],
  ['an empty token that is configured', { signature: sign('', URL_, BODY), authTokens: [''] }],
  ['an empty token beside the real one', { signature: sign('', URL_, BODY), authTokens: ['', TOKEN] }],
  ['no token at all', { authTokens: [] }],
  ['the old token after its rotation', { signature: sign(OLD_TOKEN, URL_, BODY) }],
  ['the account id as token', { signature: sign('AC00000000000000000000000000000000', URL_, BODY) }],
  ['the body left out', { signature: sign(TOKEN, URL_, '') }],
  ['the body as text', { signature: hmac(TOKEN, URL_ + BODY) }],
  ['only the body', { signature: hmac(TOKEN, BODY) }],
  ['only the URL of the webhook', { signature: hmac(TOKEN, URL_) }],

  ['another host', changedUrl('https://evil.example/twilio/inbound?org=1&d=2')],
  ['a host below', changedUrl('https://a.flux.example/twilio/inbound?org=1&d=2')],
  ['a host in capitals', { signature: sign(TOKEN, URL_.replace('flux', 'FLUX'), BODY) }],
  ['http', changedUrl(URL_.replace('https', 'http'))],
  ['another port', { signature: sign(TOKEN, URL_.replace('example/', 'example:8443/'), BODY) }],
  ['the port of http', { signature: sign(TOKEN, URL_.replace('example/', 'example:80/'), BODY) }],
  ['another path', changedUrl(URL_.replace('inbound', 'status'))],
  ['a path with a slash more', changedUrl(URL_.replace('inbound', 'inbound/'))],
  ['a path in capitals', changedUrl(URL_.replace('inbound', 'Inbound'))],
  ['a path with dots', changedUrl(URL_.replace('/twilio', '/twilio/..'))],
  ['the query reordered', changedUrl('https://flux.example/twilio/inbound?d=2&org=1')],
  ['the query changed', changedUrl(URL_.replace('org=1', 'org=2'))],
  ['the query longer', changedUrl(`${URL_}&x=1`)],
  ['the query shorter', changedUrl('https://flux.example/twilio/inbound?org=1')],
  ['no query', changedUrl('https://flux.example/twilio/inbound')],
  ['user and password', changedUrl(URL_.replace('flux', 'u:p@flux'))],
  ['a fragment', changedUrl(`${URL_}#x`)],
  ['a path without a host', changedUrl('/twilio/inbound?org=1&d=2')],
  ['no URL', changedUrl('')],
  ['a URL of nonsense', changedUrl('https://')],
  ['a URL with a port of nonsense', changedUrl('https://flux.example:99999/')],

  ['a field more', changedBody(`${BODY}&Extra=1`)],
  ['a blank field more', changedBody(`${BODY}&Extra=`)],
  ['a nameless field more', changedBody(`${BODY}&=x`)],
  ['a field named __proto__', changedBody(`${BODY}&__proto__=x`)],
  ['a field named constructor', changedBody(`${BODY}&constructor=x`)],
  ['a field less', changedBody(BODY.replace('&NumMedia=0', ''))],
  ['a second value', changedBody(`${BODY}&From=whatsapp%3A%2B1`)],
  ['a second blank value', changedBody(`${BODY}&From=`)],
  ['a field with brackets', changedBody(`${BODY}&From[]=x`)],
  ['another sender', changedBody(BODY.replace('4915112345678', '4915112345679'))],
  ['another text', changedBody(BODY.replace('done', 'stop'))],
  ['a text in capitals', changedBody(BODY.replace('done', 'DONE'))],
  ['a name in capitals', changedBody(BODY.replace('Body', 'BODY'))],
  ['a text with a space more', changedBody(BODY.replace('done', 'done+'))],
  ['a text with a character that does not show', changedBody(BODY.replace('done', 'done%E2%80%8B'))],
  ['a text with letters that look alike', changedBody(BODY.replace('done', 'd%D0%BEne'))],
  ['a text in another normal form', changedBody(`${BODY}%CC%88`)],
  ['an empty body', changedBody('')],
  ['a question mark before the body', changedBody(`?${BODY}`)],
  ['a byte order mark before the body', changedBody(`\uFEFF${BODY}`)],
  ['a line break after the body', changedBody(`${BODY}\r\n`)],
  ['semicolons', changedBody(BODY.replaceAll('&', ';'))],
  ['values moved round', changedBody(BODY.replace('SM1', '0').replace('NumMedia=0', 'NumMedia=SM1'))],
  ['a body encoded twice', changedBody(encodeURIComponent(BODY))],
  ['a body as JSON', changedBody(JSON.stringify(Object.fromEntries(new URLSearchParams(BODY))))],

  ['no type', { contentType: null }],
  ['an undefined type', { contentType: undefined }],
  ['JSON as type', { contentType: 'application/json' }],
  ['a multipart type', { contentType: 'multipart/form-data; boundary=x' }],
  ['a type that only begins like ours', { contentType: `${FORM}-x` }],
  ['a type that only holds ours', { contentType: `text/plain; ${FORM}` }],
  [
    'JSON with its hash, well signed, which none of our webhooks takes',
    {
      publicUrl: HASHED_URL,
      rawBody: JSON_BODY,
      signature: hmac(TOKEN, HASHED_URL),
      contentType: 'application/json',
    },
  ],
  ['a form under a signature for JSON', { publicUrl: HASHED_URL, signature: hmac(TOKEN, HASHED_URL) }],
  ['GET: no body, fields in the query', { publicUrl: `${URL_}&${BODY}`, rawBody: '', contentType: null }],
];

// The vendor's check knows no ports and sees through what URL parsers repair; the URL is configured, so nobody can choose it.
const meaning = ({ publicUrl, rawBody, signature }: WebhookRequest) => {
  const url = URL.parse(publicUrl);
  const place = url && [
    url.protocol,
    url.username,
    url.hostname,
    url.pathname,
    [...url.searchParams],
    url.hash,
  ];
  return JSON.stringify([place, [...new URLSearchParams(rawBody)], signature]);
};
const glued = ({ rawBody }: WebhookRequest) =>
  [...new URLSearchParams(rawBody)]
    .map((pair) => pair.join(''))
    .toSorted()
    .join('');

describe('a forgery', () => {
  it.each(FORGERIES)('is refused: %s', (_name, overrides) => {
    expect(verifyWebhook(request(overrides))).toBeNull();
  });

  it('are more than sixty', () => expect(FORGERIES.length).toBeGreaterThanOrEqual(60));

  it('by any change to body, URL or signature that changes what is said', () => {
    const change = fc.record({
      field: fc.constantFrom('rawBody', 'publicUrl', 'signature'),
      at: fc.nat(),
      remove: fc.constantFrom(0, 1, 2),
      insert: fc.string({ unit: 'grapheme-ascii', minLength: 0, maxLength: 3 }),
    });
    fc.assert(
      fc.property(change, ({ field, at, remove, insert }) => {
        const original = request();
        const text = original[field] ?? '';
        const index = at % (text.length + 1);
        const forged = { ...original, [field]: text.slice(0, index) + insert + text.slice(index + remove) };
        if (meaning(forged) === meaning(original)) return;
        // Known of the vendor's scheme: a name and its value are signed without a border between them.
        if (field === 'rawBody' && glued(forged) === glued(original)) return;
        expect(verifyWebhook(forged)).toBeNull();
      }),
      { numRuns: 10_000 },
    );
  });
});
