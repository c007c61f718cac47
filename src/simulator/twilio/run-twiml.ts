// Plays the app's TwiML to whoever picked up: says, listens for digits, follows the app's answers to the call's end.
import type { Mailbox } from '../mailbox.ts';
import type { Call } from '../state.ts';
import type { CallEvent, World } from '../world.ts';
import { callParams, type CallPlan, type Instructions } from './call-plan.ts';
import { childElements, parseTwiml, textOf, type Element } from './twiml.ts';
import { postWebhook } from './webhook.ts';

const APPLICATION_ERROR = 'We are sorry, an application error has occurred. Goodbye.';

interface Playing {
  world: World;
  call: Call;
  events: Mailbox<CallEvent>;
  /** What relative URLs and a Gather without action refer to; null for inline TwiML. */
  baseUrl: string | null;
  /** Length of a call second: a machine need not be waited for. */
  secondMs: number;
}

/** How a verb ends: go on, hang up, or take new instructions (with the digits just gathered). */
type Next =
  'go-on' | 'hang-up' | { instructions: Instructions; params: Record<string, string>; about: string };

/** Resolves when nothing is left to play or the call has ended; whether it ended is for the caller to see. */
export async function runTwiml(
  world: World,
  call: Call,
  plan: CallPlan,
  events: Mailbox<CallEvent>,
): Promise<void> {
  const { secondMs: humanSecondMs, unattendedSecondMs } = world.timing;
  const secondMs = call.pickedUpBy === 'human' ? humanSecondMs : unattendedSecondMs;
  let next: Next = { instructions: plan.start, params: {}, about: 'voice webhook' };
  while (typeof next === 'object') {
    const { instructions } = next;
    const baseUrl = instructions.kind === 'redirect' ? instructions.url : null;
    const playing: Playing = { world, call, events, baseUrl, secondMs };
    const twiml = await loadInstructions(playing, next);
    if (call.endedAt !== null) return;
    const verbs = twiml === null ? null : readVerbs(playing, twiml);
    next = verbs === null ? await apologise(playing) : await playVerbs(playing, verbs);
  }
}

async function loadInstructions(playing: Playing, next: Exclude<Next, string>): Promise<string | null> {
  const { instructions } = next;
  if (instructions.kind === 'twiml') return instructions.twiml;
  const answer = await postWebhook(playing.world, {
    about: next.about,
    url: instructions.url,
    method: instructions.method,
    params: { ...callParams(playing.world, playing.call), ...next.params },
    expects: 'xml',
  });
  return answer?.text ?? null;
}

function readVerbs(playing: Playing, twiml: string): Element[] | null {
  try {
    return childElements(parseTwiml(twiml));
  } catch (error) {
    playing.world.fail({ about: 'TwiML', path: playing.baseUrl ?? '', detail: String(error) });
    return null;
  }
}

async function apologise(playing: Playing): Promise<Next> {
  await say(playing, APPLICATION_ERROR);
  return 'hang-up';
}

async function playVerbs(playing: Playing, verbs: Element[]): Promise<Next> {
  for (const verb of verbs) {
    const next = await playVerb(playing, verb);
    if (next !== 'go-on') return next;
  }
  return 'hang-up';
}

function playVerb(playing: Playing, verb: Element): Next | Promise<Next> {
  switch (verb.name) {
    case 'Say':
      return say(playing, textOf(verb));
    case 'Gather':
      return gather(playing, verb);
    case 'Pause':
      return listen(playing, Number(verb.attributes['length'] ?? 1) * playing.secondMs);
    case 'Redirect':
      return follow(playing, textOf(verb), verb.attributes['method'], {}, 'Redirect');
    case 'Hangup':
      return 'hang-up';
    default:
      playing.world.fail({
        about: 'TwiML',
        path: playing.baseUrl ?? '',
        detail: `<${verb.name}> is not a verb that this simulator plays`,
      });
      return apologise(playing);
  }
}

async function say(playing: Playing, text: string, onDigits?: (digits: string) => boolean): Promise<Next> {
  playing.call.caption = text;
  playing.call.spoken.push(text);
  playing.world.changed();
  return listen(playing, text.length * playing.world.timing.speechMsPerCharacter, onDigits);
}

/** Prompts can be interrupted by the first digit; the time-out counts from the last thing heard. */
async function gather(playing: Playing, verb: Element): Promise<Next> {
  const { call, world } = playing;
  const { numDigits, finishOnKey = '#', timeout = '5', action = '', method } = verb.attributes;
  const heard = { digits: '', numDigits: numDigits === undefined ? null : Number(numDigits) };
  let isComplete = false;
  call.gathering = heard;
  const onDigits = (pressed: string) => {
    for (const digit of pressed) {
      if (isComplete) break;
      if (digit !== finishOnKey) heard.digits += digit;
      isComplete = digit === finishOnKey || heard.digits.length === heard.numDigits;
    }
    world.changed();
    return true;
  };
  let next = await prompt(playing, verb, () => isComplete || heard.digits !== '', onDigits);
  let lastHeard: string | undefined;
  while (next === 'go-on' && !isDone() && heard.digits !== lastHeard) {
    lastHeard = heard.digits;
    next = await listen(playing, Number(timeout) * playing.secondMs, onDigits);
  }
  call.gathering = null;
  if (next !== 'go-on') return next;
  if (heard.digits === '' && verb.attributes['actionOnEmptyResult'] !== 'true') return 'go-on';
  call.gathered.push(heard.digits);
  world.changed();
  return follow(playing, action, method, { Digits: heard.digits, msg: 'Gather End' }, 'Gather action');

  function isDone(): boolean {
    return isComplete;
  }
}

async function prompt(
  playing: Playing,
  gatherVerb: Element,
  isInterrupted: () => boolean,
  onDigits: (digits: string) => boolean,
): Promise<Next> {
  for (const verb of childElements(gatherVerb)) {
    if (isInterrupted()) break;
    const next =
      verb.name === 'Say'
        ? await say(playing, textOf(verb), onDigits)
        : await listen(playing, Number(verb.attributes['length'] ?? 1) * playing.secondMs, onDigits);
    if (next !== 'go-on') return next;
  }
  return 'go-on';
}

/**
 * Waits, and minds what happens meanwhile: a hang-up, new instructions by REST, the end. Digits go to `onDigits`, which
 * says whether to stop waiting; without it nobody listens and they are lost.
 */
async function listen(
  playing: Playing,
  waitMs: number,
  onDigits?: (digits: string) => boolean,
): Promise<Next> {
  const endsAt = performance.now() + waitMs;
  for (;;) {
    const event = await playing.events.take(Math.max(0, endsAt - performance.now()));
    if (event === 'time-out') return 'go-on';
    if (event === 'closed') return 'hang-up';
    if (event.kind === 'hang-up') return 'hang-up';
    if (event.kind === 'redirect' || event.kind === 'twiml')
      return { instructions: event, params: {}, about: 'voice webhook' };
    if (event.kind === 'digits' && onDigits?.(event.digits)) return 'go-on';
  }
}

/** An empty address means the document's own; inline TwiML has none, and relative ones need one. */
function follow(
  playing: Playing,
  address: string,
  method: string | undefined,
  params: Record<string, string>,
  about: string,
): Next | Promise<Next> {
  const url = URL.parse(address, playing.baseUrl ?? undefined)?.href;
  if (url !== undefined)
    return { instructions: { kind: 'redirect', url, method: method ?? 'POST' }, params, about };
  playing.world.fail({ about, path: address, detail: 'not an address that can be called' });
  return apologise(playing);
}
