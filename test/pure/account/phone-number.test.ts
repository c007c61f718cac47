// Numbers: all forms of one are one person's, and what nobody should be able to make us ring is refused.
import { describe, expect, it } from 'vitest';
import { numberKey, readPhoneNumber } from '../../../src/account/phone-number.ts';

describe('all forms of a number have one key, and are dialled in the form of today', () => {
  it.each([
    ['Mexico', '+525512345678', ['+5215512345678', '+52 1 55 1234 5678']],
    ['Brazil', '+5511987654321', ['+551187654321']],
    ['Benin', '+2290197123456', ['+22997123456']],
    ['Ivory Coast, Orange', '+2250707123456', ['+22507123456']],
    ['Ivory Coast, MTN', '+2250505123456', ['+22505123456']],
    ['Germany', '+4915112345678', ['+49 (151) 1234-5678', ' +49 151 12345678 ']],
  ])('%s', (_country, dialled, forms) => {
    for (const form of [dialled, ...forms])
      expect(readPhoneNumber(form)).toMatchObject({ phone: dialled, key: dialled });
  });

  it('Argentina: with and without the 9, neither of which is always dialled', () => {
    const forms = ['+5491143215678', '+54 11 4321-5678', '+54 9 11 4321 5678'];
    expect(new Set(forms.map((form) => readPhoneNumber(form)?.key))).toEqual(new Set(['+541143215678']));
    expect(readPhoneNumber(forms[0]!)?.phone).toBe('+5491143215678');
  });

  it.each([
    '+525512345678',
    '+551133334444',
    '+541143215678',
    '+2290197123456',
    '+14155550123',
    '+393401234567',
  ])('%s is its own key', (number) => expect(numberKey(number)).toBe(number));

  it('different people stay different', () => {
    // A Brazilian landline gets no ninth digit, and other countries' numbers are not touched.
    expect(numberKey('+551133334444')).not.toBe(numberKey('+5511933334444'));
    for (const number of ['+521234567', '+5491234', '+2290112345678', '+15215512345'])
      expect(numberKey(number)).toBe(number);
  });
});

describe('refused', () => {
  it.each([
    ['Inmarsat', '+870773123456'],
    ['Iridium', '+881612345678'],
    ['Thuraya', '+88216 21234567'],
    ['global networks', '+88299912345'],
    ['global networks', '+883510012345678'],
    ['universal personal numbers', '+8781012345678'],
    ['international premium rate', '+97991234567'],
    ['international freephone', '+80012345678'],
    ['international shared cost', '+80812345678'],
    ['premium rate', '+19005550123'],
    ['premium rate', '+4990012345678'],
    ['shared cost', '+498001234567'],
    ['toll-free', '+18005551234'],
    ['no country', '0151 1234567'],
    ['an extension', '+1 202 555 0177 ext. 5'],
    ['too short', '+1900555'],
    ['words', 'call me'],
    ['nothing', ''],
    ['a name of JavaScript', 'constructor'],
  ])('%s: %s', (_kind, typed) => expect(readPhoneNumber(typed)).toBeNull());
});
