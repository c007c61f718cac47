// A signed form says only what Twilio wrote: however it is cut anew, it is refused or says the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readWebhookFields, SHORTER_BODY } from '../../../src/channels/webhook-fields.ts';
import { cutAnew, genuineForm, signedText } from '../../harness/cut-anew.ts';

const ACCOUNT = `AC${'0a'.repeat(16)}`;
const read = (pairs: Iterable<[string, string]>) =>
  readWebhookFields(new URLSearchParams([...pairs]), ACCOUNT);

/** What a message can make us do. */
const said = (fields: ReadonlyMap<string, string>) =>
  ['MessageSid', 'From', 'WaId', 'Body', 'ButtonPayload', 'OptOutType', 'OriginalRepliedMessageSid'].map(
    (name) => fields.get(name) ?? null,
  );

describe('a form as Twilio sends it', () => {
  it.each([
    ['a text', { Body: 'done' }],
    ['a button', { Body: 'Fertig', MessageType: 'button', ButtonText: 'Fertig', ButtonPayload: 'done' }],
    ['an answer', { OriginalRepliedMessageSid: `MM${'3c'.repeat(16)}` }],
    ['a field that nobody knows yet', { NewThing: 'x', ZuluTime: 'y', FlowResult: '{"a":1}' }],
    ['an empty text', { Body: '' }],
    ['what was forwarded', { Forwarded: 'true', FrequentlyForwarded: 'true' }],
    [
      'a new truth, id or structure behind the words',
      { Brand: 'false', Device: '{"os":"x"}', ChannelSid: `XE${'5e'.repeat(16)}` },
    ],
    [
      'a field named like another',
      { ReplyToMessageSid: `SM${'4d'.repeat(16)}`, ForwardedFrom: '+12025550177' },
    ],
    ['a name with our words in it', { ProfileName: 'Digits To5K', ReferralBody: 'Tomorrow:10 %' }],
    ['media', { NumMedia: '1', MediaUrl0: 'https://api.twilio.com/x', MediaContentType0: 'image/jpeg' }],
  ])('is read: %s', (_what, more) => {
    const form = genuineForm(ACCOUNT, more);
    expect(Object.fromEntries(read(Object.entries(form)) ?? [])).toMatchObject(form);
  });
});

it.each([undefined, '{"type":"whatsapp"}'])(
  'a new field behind the words: both readings are there',
  (metadata) => {
    const { ChannelMetadata: _, ...form } = genuineForm(ACCOUNT, { Brand: 'Acme 5' });
    const fields = read(Object.entries({ ...form, ...(metadata && { ChannelMetadata: metadata }) }));
    expect([fields?.get('Body'), fields?.get(SHORTER_BODY)]).toEqual(['doneBrandAcme 5', 'done']);
    expect(read(Object.entries(genuineForm(ACCOUNT)))?.has(SHORTER_BODY)).toBe(false);
  },
);

const SID = `SM${'1b'.repeat(16)}`;
describe('a form that was cut anew is refused', () => {
  const genuine = genuineForm(ACCOUNT, { Body: 'START', MessageSid: SID });
  it.each([
    ['the id glued to the next field', { MessageSid: `${SID}MessageTypetext`, MessageType: undefined }],
    ['the id cut off', { MessageSid: SID.slice(0, -1), [`${SID.at(-1)}MessageType`]: 'text' }],
    ['a name cut off', { MessageSid: undefined, Message: `Sid${SID}` }],
    ['an id under another name', { OriginalRepliedMessageSid: undefined, MessageSidS: SID.slice(1) }],
    ['another account', { AccountSid: `AC${'f'.repeat(32)}` }],
    ['two ids', { SmsSid: `SM${'9'.repeat(32)}` }],
    ['a number that is none', { From: 'whatsapp:+12025550100MessageSid' }],
  ])('%s', (_what, change) => {
    const pairs = Object.entries({ ...genuine, ...change }).filter(
      (pair): pair is [string, string] => pair[1] !== undefined,
    );
    const fields = read(pairs);
    expect(fields?.has('MessageSid') ? fields : null).toBeNull();
  });

  it.each([
    ['what asks for silence', { OptOutType: 'STOP' }, 'MessagingServiceSid', 'OptOutType'],
    [
      'which message is quoted',
      { OriginalRepliedMessageSid: `MM${'3c'.repeat(16)}` },
      'Media',
      'ProfileName',
    ],
    ['who hides their number', { ExternalUserId: 'whatsapp:US.abc' }, 'ChannelToAddress', 'From'],
    ['what kind it is of', {}, 'Label', 'NumMedia'],
  ])('a field that swallows %s', (_what, more, greedy, end) => {
    const whole = { ...genuineForm(ACCOUNT, { ...more, [greedy]: 'x' }) };
    const fields = Object.entries(whole).toSorted(([one], [other]) => (one < other ? -1 : 1));
    const at = fields.findIndex(([name]) => name === greedy);
    for (let until = at + 2; until <= fields.findIndex(([name]) => name > end); until++) {
      const cut = fields.toSpliced(at, until - at, [greedy, `x${signedText(fields.slice(at + 1, until))}`]);
      expect(signedText(cut)).toBe(signedText(fields));
      expect(read(cut)?.has('From') ?? false).toBe(false);
    }
  });

  it('a message that was written into the words of another', () => {
    const Body = `xFromwhatsapp:+12025550199MessageSidSM${'7'.repeat(32)}WaId12025550199Zz`;
    const [, tail = ''] = signedText(Object.entries(genuineForm(ACCOUNT, { Body }))).split('Zz');
    const cut: [string, string][] = [
      ['AccountSid', ACCOUNT],
      ['ApiVersion', '2010-04-01'],
      ['Body', 'x'],
      ['From', 'whatsapp:+12025550199'],
      ['MessageSid', `SM${'7'.repeat(32)}`],
      ['WaId', '12025550199'],
      ['Zz', tail],
    ];
    expect(signedText(cut)).toBe(signedText(Object.entries(genuineForm(ACCOUNT, { Body }))));
    expect(read(cut)).toBeNull();
  });

  it('a button that was cut off the words, where the kind of the message is gone', () => {
    const fields = read([
      ['Body', 'x'],
      ['ButtonPayload', 'done'],
      ['From', 'whatsapp:+12025550100'],
      ['MessageSid', SID],
    ]);
    expect([fields?.get('Body'), fields?.get('ButtonPayload')]).toEqual(['xButtonPayloaddone', undefined]);
  });

  it('a name twice', () => {
    expect(read([...Object.entries(genuine), ['From', 'whatsapp:+12025550199']])).toBeNull();
  });
});

it('words are never cut shorter', () => {
  for (const [whole, ...cut] of [
    ['stopOver', ['Body', 'stop'], ['Over', '']],
    ['stopCalling', ['Body', 'stop'], ['Calling', '']],
    ['doneForwardedtrue', ['Body', 'done'], ['Forwarded', 'true']],
    ['helloButtonPayloaddone', ['Body', 'hello'], ['ButtonPayload', 'done']],
  ] as [string, ...[string, string][]][]) {
    const { Body, ...rest } = genuineForm(ACCOUNT, { Body: whole });
    const pairs = [...cut, ...Object.entries(rest)];
    const fields = read(pairs);
    // Where the name stands in no order, the signature would not hold anyway.
    const isSigned = signedText(pairs) === signedText(Object.entries({ Body: Body!, ...rest }));
    expect([isSigned ? (fields?.get('Body') ?? whole) : whole, fields?.get('ButtonPayload')]).toEqual([
      whole,
      undefined,
    ]);
  }
});

it('no cut of a signed text says anything else', () => {
  const words = fc.constantFrom(
    'done',
    'START',
    'stopOver the hill',
    'Fromwhatsapp:+12025550199',
    `MessageSidSM${'7'.repeat(32)}`,
    'xButtonPayloaddone',
    'OptOutTypeSTOP',
    'WaId12025550199',
    'doneCalling',
    'To',
    'Body',
    'BodySTOP',
    `xFromwhatsapp:+12025550199MessageSidSM${'7'.repeat(32)}Zz`,
    '',
  );
  const genuine = fc.record({ Body: words, ProfileName: words, isTapped: fc.boolean(), seed: fc.nat() });
  fc.assert(
    fc.property(genuine, ({ Body, ProfileName, isTapped, seed }) => {
      const form = genuineForm(ACCOUNT, {
        Body,
        ProfileName,
        ...(isTapped && { MessageType: 'button', ButtonText: 'Fertig', ButtonPayload: 'done' }),
      });
      const cut = cutAnew(form, seed);
      expect(signedText(cut)).toBe(signedText(Object.entries(form)));
      const fields = read(cut);
      // Without its words or its id a message does nothing (read-message.ts).
      if (!fields?.has('Body') || !fields.has('MessageSid') || !fields.has('From')) return;
      const [, , , text, ...rest] = said(fields);
      const whole = said(new Map(Object.entries(form)));
      // Words may only grow, and what grew is no answer that anybody gave.
      const hasGrown = text !== Body && text!.startsWith(Body);
      expect([...said(fields).slice(0, 2), hasGrown ? whole.slice(3) : [text, ...rest]]).toEqual([
        ...whole.slice(0, 2),
        whole.slice(3),
      ]);
    }),
    { numRuns: Number(process.env['WEBHOOK_MUTATIONS'] ?? 2000) },
  );
});
