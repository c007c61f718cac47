// Keeps what a message answered: in the profile, and what becomes tasks until the end. Says back what it kept.
import { changePreferences, type ChangePreferences } from '../account/change-preferences.ts';
import { changeChannels } from '../account/change-channels.ts';
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { shorten } from '../kernel/shorten.ts';
import { isVisible } from '../kernel/text.ts';
import { isValidZone, MINUTE_MS } from '../kernel/time.ts';
import { currentZoneName } from '../kernel/zone-names.ts';
import { listDays } from '../planning/plan-conflicts.ts';
import type { OnboardingOutput } from './onboarding.agent.ts';
import type { Question } from './questions.ts';
import type { Commitment, OnboardingState } from './state.ts';

export interface Taken {
  state: OnboardingState;
  /** "Sleep: 22:30 to 06:30", each in a few words. */
  kept: string[];
  /** Why something was not kept, each a sentence. */
  refused: string[];
}

export interface AnswerLimits {
  /** The shortest escalation window that this deployment lets a person choose. */
  minEscalationWindowMs: number;
}

const LONGEST_NAME = 60;
const MOST_COMMITMENTS = 20;
const DAY_MINUTES = 24 * 60;

/** In the transaction that took the message. What was answered before is corrected; what is not named stays. */
export async function takeAnswers(
  ctx: Ctx,
  before: OnboardingState,
  said: OnboardingOutput,
  { minEscalationWindowMs }: AnswerLimits,
): Promise<Taken> {
  const taking = new Taking(before);
  if (said.whatsapp !== null) await takeWhatsApp(ctx, taking, said.whatsapp);
  takeSelf(taking, said);
  takeTimes(taking, said, minEscalationWindowMs);
  takeCommitments(taking, said);
  for (const one of said.skipped) taking.skip(one);
  if (Object.keys(taking.change).length > 0) await changePreferences(ctx, taking.change);
  const { state, kept, refused } = taking;
  return { state, kept, refused };
}

class Taking {
  readonly change: ChangePreferences = {};
  readonly kept: string[] = [];
  readonly refused: string[] = [];
  state: OnboardingState;

  constructor(before: OnboardingState) {
    this.state = before;
  }

  answer(one: Question, words: string): void {
    const { answered, skipped } = this.state;
    this.state = {
      ...this.state,
      answered: [...answered.filter((other) => other !== one), one],
      skipped: skipped.filter((other) => other !== one),
    };
    this.kept.push(words);
  }

  skip(one: Question): void {
    const { answered, skipped } = this.state;
    if (answered.includes(one) || skipped.includes(one)) return;
    this.state = { ...this.state, skipped: [...skipped, one] };
  }
}

async function takeWhatsApp(ctx: Ctx, taking: Taking, isWanted: boolean): Promise<void> {
  const { phoneVerifiedAt } = await readProfile(ctx);
  if (isWanted && !phoneVerifiedAt) {
    taking.refused.push('WhatsApp needs a number that you have proven first.');
    return;
  }
  await changeChannels(ctx, { whatsapp: isWanted }, 'onboarding-whatsapp/1');
  taking.answer('whatsapp', isWanted ? 'WhatsApp is on' : 'nothing on WhatsApp');
}

function takeSelf(taking: Taking, { name, zone: named, chronotype, tone }: OnboardingOutput): void {
  const zone = named && currentZoneName(named);
  if (name !== null && isVisible(name)) {
    taking.change.displayName = shorten(name.trim(), LONGEST_NAME);
    taking.answer('name', `you are ${taking.change.displayName}`);
  }
  if (zone !== null && isValidZone(zone)) {
    taking.change.zone = zone;
    taking.answer('zone', `your time zone is ${zone}`);
  } else if (zone !== null) taking.refused.push('I do not know that time zone.');
  if (chronotype !== null) {
    taking.change.chronotype = chronotype;
    taking.answer(
      'chronotype',
      { morning: 'mornings suit you', evening: 'evenings suit you', neutral: 'any time of day suits you' }[
        chronotype
      ],
    );
  }
  if (tone !== null) {
    taking.change.tone = tone;
    taking.answer('tone', tone === 'gentle' ? 'I will be gentle' : 'I will be direct');
  }
}

function takeTimes(taking: Taking, said: OnboardingOutput, minEscalationWindowMs: number): void {
  const { sleep, work, session_minutes: session, lead_minutes: lead, patience_minutes: patience } = said;
  if (sleep !== null && sleep.from !== sleep.to) {
    Object.assign(taking.change, { sleepFrom: sleep.from, sleepTo: sleep.to });
    taking.answer('sleep', `you sleep from ${sleep.from} to ${sleep.to}`);
  }
  if (work !== null && work.from < work.to) {
    const days =
      work.days.length > 0 ? [...new Set(work.days)] : (['MO', 'TU', 'WE', 'TH', 'FR'] as const).slice();
    taking.change.workHours = { days, from: work.from, to: work.to };
    taking.answer('work', `work or study on ${listDays(days)} from ${work.from} to ${work.to}`);
  } else if (work !== null)
    taking.refused.push('I can keep hours of work only where they end on the day on which they begin.');
  else if (said.none.includes('work')) {
    taking.change.workHours = { days: [], from: '09:00', to: '17:00' };
    taking.answer('work', 'no hours of work or study');
  }
  if (session !== null && session >= 5 && session <= 240) {
    taking.change.sessionMinutes = session;
    taking.answer('session', `sessions of ${session} minutes`);
  } else if (session !== null) taking.refused.push('A session takes 5 to 240 minutes.');
  takeReminders(taking, { lead, patience, minEscalationWindowMs });
}

function takeReminders(
  taking: Taking,
  {
    lead,
    patience,
    minEscalationWindowMs,
  }: { lead: number | null; patience: number | null; minEscalationWindowMs: number },
): void {
  const isLead = lead !== null && lead >= 0 && lead <= DAY_MINUTES;
  if (isLead) taking.change.reminderLeadMs = lead * MINUTE_MS;
  else if (lead !== null) taking.refused.push('I can remind you at most a day before.');
  const windowMs = (patience ?? 0) * MINUTE_MS;
  const isWindow = patience !== null && windowMs >= minEscalationWindowMs && patience <= DAY_MINUTES;
  if (isWindow) taking.change.escalationWindowMs = windowMs;
  else if (patience !== null) taking.refused.push('That is too short or too long to wait for an answer.');
  const words = [
    ...(isLead ? [`reminders ${lead} minutes before`] : []),
    ...(isWindow ? [`${patience} minutes for an answer`] : []),
  ];
  if (words.length > 0) taking.answer('reminders', words.join(', '));
}

function takeCommitments(taking: Taking, said: OnboardingOutput): void {
  const fresh = said.commitments.filter(({ from, to, days }) => from < to && days.length > 0);
  if (fresh.length < said.commitments.length)
    taking.refused.push('A commitment that goes on past midnight I cannot keep yet.');
  if (fresh.length === 0 && !said.none.includes('commitments')) return;
  const old = said.none.includes('commitments') ? [] : taking.state.commitments;
  const all = [...old.filter((one) => !fresh.some((other) => isSame(one, other))), ...fresh];
  taking.state = { ...taking.state, commitments: all.slice(0, MOST_COMMITMENTS) };
  taking.answer('commitments', fresh.length === 0 ? 'no fixed commitments' : fresh.map(wordsOf).join('; '));
}

const isSame = (one: Commitment, other: Commitment): boolean =>
  one.title.toLowerCase() === other.title.toLowerCase();

const wordsOf = ({ title, days, from, to }: Commitment): string =>
  `${title} on ${listDays(days)} ${from} to ${to}`;
