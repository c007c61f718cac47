// After the question whether they are safe: what is of every day is no answer, and everything else may be one.
import { expect, test } from 'vitest';
import { isEveryday } from '../../../src/safety/is-everyday.ts';

test.each([
  'what is on tomorrow?',
  "what's on today?",
  'plan my week',
  'every day at 9 take my medication',
  'I took my pills',
  'move my run to 7',
  'add milk to the list',
  'was steht morgen an?',
  'verschieb das auf 9',
  'qué tengo mañana?',
  "qu'est-ce que j'ai demain ?",
  'o que tenho amanhã?',
])('"%s" is of every day', (text) => expect(isEveryday(text)).toBe(true));

test.each([
  'whatever',
  'leave me alone',
  'does it matter',
  'nothing you can do',
  'delete all my reminders',
  'cancel everything',
  'I already did it',
  'egal',
  'da igual',
  'peu importe',
  'tanto faz',
])('"%s" may be an answer', (text) => expect(isEveryday(text)).toBe(false));
