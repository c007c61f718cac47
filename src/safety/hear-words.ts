// What a door does with words that may speak of despair: the whole guard, in the transaction that takes them.
import { readProfile } from '../account/read-profile.ts';
import type { Ctx } from '../kernel/context.ts';
import { decideStep } from './decide-step.ts';
import { helpLinesFor } from './help-lines.ts';
import { isEveryday } from './is-everyday.ts';
import type { Verdict } from './judge-words.ts';
import { lockHold, writeHold } from './keep-hold.ts';
import { safetySteps } from './metrics.ts';
import { readSafetyAnswer } from './read-safety-answer.ts';
import { sayHelp } from './say-help.ts';

export type Heard =
  | { kind: 'pass' }
  /** Goes on with the message that was asked about; null where it came by another door. */
  | { kind: 'clear'; about: string | null; text: string }
  /** Nothing else is said. */
  | { kind: 'say'; text: string };

const NOT_ASKED = { about: null, answeredBy: null, event: 'cleared' } as const;

/**
 * Harmless where nothing was said and nothing holds. `messageId`: of the message, null at doors whose words are not
 * kept. Only once per message: the caller has taken it.
 */
export async function hearWords(
  ctx: Ctx,
  { text, verdict, messageId }: { text: string; verdict: Verdict; messageId: string | null },
): Promise<Heard> {
  const hold = await lockHold(ctx);
  // What says nothing of the kind may be a word of many languages.
  const language = verdict.level === 'none' && hold.state !== 'clear' ? hold.language : verdict.language;
  const step = decideStep({
    state: hold.state,
    sinceMs: hold.since === null ? 0 : Date.now() - hold.since.getTime(),
    level: verdict.level,
    from: verdict.from,
    isEveryday: hold.state === 'asked' && isEveryday(text),
    answer: readSafetyAnswer(text),
  });
  if (step.kind === 'pass') {
    if (step.to) await writeHold(ctx, { state: step.to, language, ...NOT_ASKED });
    return { kind: 'pass' };
  }
  safetySteps.inc({ step: step.kind === 'clear' ? 'clear' : step.say });
  const profile = await readProfile(ctx);
  const help = helpLinesFor({ phone: profile.phone ?? null, zone: profile.zone });
  if (step.kind === 'clear') {
    await writeHold(ctx, {
      state: 'clear',
      language,
      about: hold.about,
      answeredBy: messageId,
      event: 'cleared',
    });
    return { kind: 'clear', about: hold.about, text: sayHelp('lifted', language, help) };
  }
  if (step.to !== null && step.event !== null)
    await writeHold(ctx, {
      state: step.to,
      language,
      about: step.to === 'asked' ? messageId : null,
      answeredBy: null,
      event: step.event,
    });
  return { kind: 'say', text: sayHelp(step.say, language, help) };
}
