// What Flux asks a new person, in this order, and how. Pure.
import { WORDINGS } from '../consent/wordings.ts';

export const QUESTIONS = [
  'name',
  'zone',
  'chronotype',
  'sleep',
  'work',
  'commitments',
  'session',
  'tone',
  'reminders',
  'phone',
  'whatsapp',
] as const;
export type Question = (typeof QUESTIONS)[number];

export const TEXTS: Record<Question, string> = {
  name: 'What shall I call you?',
  zone: 'Which city are you in, or which time zone?',
  chronotype: 'Are you more of a morning person, an evening person, or neither?',
  sleep: 'When do you usually sleep? For example: 22:30 to 6:30.',
  work: 'When do you work or study? For example: Monday to Friday, 9 to 17. Or say none.',
  commitments:
    'What do you do every week already, and when? For example: choir on Tuesdays 19:00 to 21:00. Or say nothing.',
  session: 'How long should one session be? For example: 30 minutes.',
  tone: 'Shall I be gentle with you, or direct?',
  reminders:
    'How long before something shall I remind you, and how long shall I wait for an answer before I try another way? For example: 10 minutes before, then 15.',
  phone: WORDINGS['onboarding-phone/1'],
  whatsapp: WORDINGS['onboarding-whatsapp/1'],
};

/** For whoever asks why. */
export const REASONS: Record<Question, string> = {
  name: 'So that I know how to address you.',
  zone: 'So that nothing rings in the night.',
  chronotype: 'So that plans begin at your better hours.',
  sleep: 'Nothing is planned into your sleep, and nothing rings in it.',
  work: 'Sessions are planned around it.',
  commitments: 'I put them into your calendar, so that plans leave room for them.',
  session: 'Plans are made of sessions of that length, unless you say otherwise.',
  tone: 'It is how I speak with you.',
  reminders: 'First comes a notification, then WhatsApp, then a call, with that much time between them.',
  phone: 'Without a number I can only send notifications.',
  whatsapp: 'I write to nobody there who has not agreed.',
};

/** How far one is: "(3 of 11)". */
export const placeOf = (question: Question): string =>
  `(${QUESTIONS.indexOf(question) + 1} of ${QUESTIONS.length})`;
