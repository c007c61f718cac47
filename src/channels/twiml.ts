// What a phone call says and what a message webhook answers, as TwiML; the SDK does the escaping.
import twilio from 'twilio';
import { shorten } from '../kernel/shorten.ts';
import { LONGEST_TEXT } from './whatsapp.ts';

/** The languages that Flux speaks in calls so far. */
export type Language = 'en-US' | 'en-GB' | 'de-DE' | 'es-ES' | 'fr-FR' | 'it-IT' | 'pt-BR' | 'nl-NL';

export interface VoicePrompt {
  text: string;
  /** "en-US" unless told. */
  language?: Language;
}

/** Never what it is about: a voicemail is heard by whoever lives there. */
export const VOICEMAIL_TEXT =
  'Hello, this is Flux, with a reminder for you. Please have a look at your phone. Goodbye.';
export const GOODBYE_TEXT = 'I did not hear a key. I will leave it at that for now. Goodbye.';

const PAUSE_SECONDS = 3;
const ANSWER_SECONDS = 6;

/**
 * Says the text twice and waits for one key, at any time. The key goes to `actionUrl` (absolute) as `Digits`; so does
 * silence, with `Digits` empty, and what is said then is the webhook's to decide.
 */
export function ask({ text, language, actionUrl }: VoicePrompt & { actionUrl: string }): string {
  const response = new twilio.twiml.VoiceResponse();
  const gather = response.gather({
    input: ['dtmf'],
    numDigits: 1,
    // By default "#" would end the question, and count as silence.
    finishOnKey: '',
    timeout: ANSWER_SECONDS,
    // Without it silence would run on to the next verb and nobody would learn of it.
    actionOnEmptyResult: true,
    action: actionUrl,
    method: 'POST',
  });
  gather.say(voice(language), speakable(text));
  gather.pause({ length: PAUSE_SECONDS });
  gather.say(voice(language), speakable(text));
  // Reached only where the webhook could not be.
  response.say(voice(undefined), GOODBYE_TEXT);
  response.hangup();
  return response.toString();
}

/** Says the text and hangs up. */
export function say({ text, language }: VoicePrompt): string {
  const response = new twilio.twiml.VoiceResponse();
  response.say(voice(language), speakable(text));
  response.hangup();
  return response.toString();
}

/** Says the text, waits, and goes on as `url` (absolute) says then. */
export function sayAndComeBack({ text, url }: { text: string; url: string }): string {
  const response = new twilio.twiml.VoiceResponse();
  response.say(voice(undefined), speakable(text));
  response.pause({ length: PAUSE_SECONDS });
  response.redirect({ method: 'POST' }, url);
  return response.toString();
}

/** Hangs up without a word. */
export function hangUp(): string {
  const response = new twilio.twiml.VoiceResponse();
  response.hangup();
  return response.toString();
}

/** The answer to an inbound message: a text to send back, or nothing. */
export function replyMessage(text: string | null): string {
  const response = new twilio.twiml.MessagingResponse();
  if (text !== null) response.message(shorten(speakable(text), LONGEST_TEXT));
  return response.toString();
}

type VoiceResponse = InstanceType<typeof twilio.twiml.VoiceResponse>;
type Voice = Exclude<Parameters<VoiceResponse['say']>[0], string>;

// Other languages take the voice that Twilio chooses for them.
function voice(language: VoicePrompt['language'] = 'en-US'): Voice {
  return language === 'en-US' ? { language, voice: 'Polly.Joanna-Neural' } : { language };
}

// XML has no way to write these at all; one in a task's title would make the whole call fail.
function speakable(text: string): string {
  return text.toWellFormed().replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, ' ');
}
