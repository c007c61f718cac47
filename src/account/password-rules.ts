// Which passwords we do not take (NIST SP 800-63B 3.1.1.2): no rules of composition, but none that all try first.
// The words are a short list of our own: the worst of the published leaks that reach ten characters.
import { normalise } from './password.ts';

const SHORTEST = 10;
/** A common word among more digits than anybody tries is none. */
const LONGEST_DECORATED = 20;

/** With digits and signs around them, and digits for letters, these open more accounts than any others. */
const WORDS = new Set(
  `password passwort passw motdepasse contrasena senha mypassword newpassword thepassword secretpassword secret
   qwerty qwert qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc qazwsxedcrfv qweasd qweasdzxc qwe asd abc abcd
   abcde abcdef test tester testing welcome welcomehome willkommen bienvenue letmein changeme trustno trustnoone iloveyou iloveu
   loveyou lovely admin administrator root user guest login master access hello helloworld whatever nothing computer internet
   monkey dragon sunshine princess football baseball basketball superman batman spiderman starwars pokemon minecraft fortnite
   liverpool chelsea arsenal barcelona realmadrid juventus manchester shadow charlie michael michelle jennifer jessica jordan
   daniel ashley andrew thomas william robert christopher alexander elizabeth sebastian nicole anthony matthew samantha
   chocolate butterfly flower summer winter spring autumn samsung google facebook iphone apple ferrari mercedes porsche
   metallica blink freedom london berlin america germany goodbye jesuschrist jesus godisgood family friends forever flux`.split(
    /\s+/,
  ),
);
/** What fingers and heads run along, in both directions. */
const ROWS = [
  '01234567890',
  'abcdefghijklmnopqrstuvwxyz',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertzuiopasdfghjklyxcvbnm',
  'azertyuiopqsdfghjklmwxcvbn',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p',
  '1q2w3e4r5t6y7u8i9o0p',
  'q1w2e3r4t5y6u7i8o9p0',
  '1a2b3c4d5e6f7g8h9i0j',
  'a1b2c3d4e5f6g7h8i9j0',
].flatMap((row) => [row + row, (row + row).split('').toReversed().join('')]);

/**
 * True for a password that is too easy to guess, or that is hardly more than the e-mail address (lower case) it comes
 * with.
 */
export function isWeakPassword(password: string, email: string | null): boolean {
  const text = normalise(password).toLowerCase();
  if (Array.from(text).length < SHORTEST) return true;
  if (email !== null && (text.includes(email) || text === email.split('@')[0])) return true;
  return isRepetition(text) || ROWS.some((row) => row.includes(text)) || isDecoratedWord(text);
}

/** "abcabcabca": a short piece again and again. */
function isRepetition(text: string): boolean {
  const pieces = [1, 2, 3, 4, 5, 6, 7, 8].map((length) => text.slice(0, length));
  return pieces.some((piece) => piece.length < text.length && piece.repeat(text.length).startsWith(text));
}

const isDecoratedWord = (text: string): boolean =>
  text.length <= LONGEST_DECORATED && WORDS.has(coreOf(text));

/** "p@ssw0rd2026!" to "password". */
function coreOf(text: string): string {
  return text
    .replace(/^[^\p{L}@$]+|[^\p{L}@$]+$/gu, '')
    .replaceAll(/[@4]/g, 'a')
    .replaceAll('0', 'o')
    .replaceAll('3', 'e')
    .replaceAll('1', 'i')
    .replaceAll(/[$5]/g, 's')
    .replaceAll(/[^\p{L}]/gu, '');
}
