// What calls say and messages answer: the right verbs, and no text that breaks them.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GOODBYE_TEXT, VOICEMAIL_TEXT, ask, hangUp, replyMessage, say } from '../../../src/channels/twiml.ts';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>';
const ACTION = 'https://flux.example/twilio/key?d=1&n=2';

describe('a call', () => {
  it('asks twice for one key and hears of silence, too', () => {
    const voice = 'language="en-US" voice="Polly.Joanna-Neural"';
    expect(ask({ text: 'Press 1 for done.', actionUrl: ACTION })).toBe(
      `${HEAD}<Response>` +
        '<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="6" actionOnEmptyResult="true" ' +
        'action="https://flux.example/twilio/key?d=1&amp;n=2" method="POST">' +
        `<Say ${voice}>Press 1 for done.</Say><Pause length="3"/><Say ${voice}>Press 1 for done.</Say></Gather>` +
        `<Say ${voice}>${GOODBYE_TEXT}</Say><Hangup/></Response>`,
    );
  });

  it('says something and hangs up', () => {
    expect(say({ text: 'Danke', language: 'de-DE' })).toBe(
      `${HEAD}<Response><Say language="de-DE">Danke</Say><Hangup/></Response>`,
    );
  });

  it('hangs up without a word', () => {
    expect(hangUp()).toBe(`${HEAD}<Response><Hangup/></Response>`);
  });

  it('tells a voicemail nothing of what it is about', () => {
    expect(say({ text: VOICEMAIL_TEXT })).toContain('reminder for you');
  });
});

describe('a message', () => {
  it('is answered with a text or with nothing', () => {
    expect(replyMessage('Well done!')).toBe(`${HEAD}<Response><Message>Well done!</Message></Response>`);
    expect(replyMessage(null)).toBe(`${HEAD}<Response/>`);
  });
});

describe('any text', () => {
  it.each([
    ['</Say><Dial>+1900</Dial>', '&lt;/Say&gt;&lt;Dial&gt;+1900&lt;/Dial&gt;'],
    ['Tom & "Jerry"', 'Tom &amp; "Jerry"'],
    ['bell \u0007 and half \uD83C', 'bell   and half \uFFFD'],
    ['🏃 läuft', '🏃 läuft'],
  ])('%j is escaped', (text, escaped) => {
    expect(replyMessage(text)).toContain(`<Message>${escaped}</Message>`);
  });

  it('never breaks the document', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const xml = ask({ text, actionUrl: ACTION });
        expect(xml.match(/<[A-Z]\w*/g)).toEqual([
          '<Response',
          '<Gather',
          '<Say',
          '<Pause',
          '<Say',
          '<Say',
          '<Hangup',
        ]);
        // XML 1.0, 2.2: the only characters that a document may hold.
        expect(xml).toMatch(/^[\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]*$/u);
      }),
      { numRuns: 500 },
    );
  });
});
