// What a person means by the few words, the button or the key with which they answer a reminder.

export type ReplyIntent = 'done' | 'reschedule' | 'missed' | 'stop' | 'start' | 'help' | 'unknown';

export interface ReplyHints {
  /** WhatsApp's ButtonPayload: "done", or "done:<token>" where the token names the reminder. */
  buttonPayload?: string | null;
  /** Set by Twilio's Advanced Opt-Out. */
  optOutType?: string | null;
}

export interface Reply {
  intent: ReplyIntent;
  /** What followed the colon in the button's payload. */
  token: string | null;
}

/** Stands under a reminder that has no buttons. */
export const REPLY_INVITATION = 'Reply 1 done, 2 reschedule, 3 missed';

/**
 * Reads an answer: case, accents, punctuation, emoji and a "please" or "thanks" do not matter, every other word does,
 * so "stop by the shop" is no opt-out. A stop counts before all else. "No" is unknown: it may mean "not yet", and
 * asking back is cheaper than a miss that was none; a question ("done?") is unknown, too.
 */
export function parseReply(text: string, { buttonPayload, optOutType }: ReplyHints = {}): Reply {
  const said = INTENTS.get(simplify(text)) ?? 'unknown';
  const optOut = OPT_OUT_TYPES.get(optOutType?.trim().toUpperCase() ?? '');
  if (said === 'stop' || optOut === 'stop') return { intent: 'stop', token: null };
  if (optOut !== undefined) return { intent: optOut, token: null };

  const [pressed, ...token] = (buttonPayload?.trim() ?? '').split(':');
  const button = ANSWERS.find((answer) => answer === pressed);
  if (button !== undefined) return { intent: button, token: token.join(':') || null };
  if (text.trim() === '?') return { intent: 'help', token: null };
  if (/^[✅✔☑]\uFE0F?$/u.test(text.trim())) return { intent: 'done', token: null };
  return { intent: text.includes('?') && ANSWERS.includes(said) ? 'unknown' : said, token: null };
}

// Keycap emoji and full-width digits become digits here ("1️⃣"), letters lose their accents.
function simplify(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/['’`´]/gu, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .replace(/\b(please|pls|thanks|thank you|thx)\b/g, ' ')
    .replace(/ +/g, ' ')
    .trim();
}

const ANSWERS: readonly ReplyIntent[] = ['done', 'reschedule', 'missed'];

const OPT_OUT_TYPES: ReadonlyMap<string, ReplyIntent> = new Map([
  ['STOP', 'stop'],
  ['START', 'start'],
  ['HELP', 'help'],
]);

// CANCEL, END, QUIT and the like are opt-outs at every carrier (47 CFR 64.1200(a)(10)), so they are not ours to give
// another meaning. Opt-outs are understood in the languages that people answer in by habit, whatever language we
// write.
const WORDS: ReadonlyMap<ReplyIntent, string> = new Map([
  [
    'done',
    `1, one, done, 1 done, all done, done it, did it, i did it, im done, yes done, finished, complete, completed`,
  ],
  [
    'reschedule',
    `2, two, reschedule, 2 reschedule, reschedule it, later, do it later, not now, snooze, postpone, move it, another time`,
  ],
  [
    'missed',
    `3, three, missed, 3 missed, missed it, i missed it, skip, skip it, skipped, not done, didnt do it, i didnt do it`,
  ],
  ['start', `start, unstop, opt in, optin, subscribe`],
  ['help', `help, info`],
  [
    'stop',
    `stop, stopall, stop all, unsubscribe, cancel, end, quit, revoke, optout, opt out,
     stop it, stop now, stop this, stop messaging, stop messaging me, stop texting, stop texting me, stop calling,
     stop calling me, stop messages, stop sending messages, stop sending me messages, stop reminders,
     stop sending me reminders, stop contacting me, stop bothering me, do not text me, do not message me, do not call me,
     do not contact me, dont text me, dont message me, dont call me, dont contact me, no more, no more messages,
     no more texts, no more calls, remove me, unsubscribe me, opt me out, take me off, take me off your list,
     leave me alone, i want to stop, i want to opt out, i want to unsubscribe,
     stopp, abmelden, abbestellen, aufhören, hör auf, schluss, keine nachrichten mehr,
     arrêt, arrêter, arrête, arrêtez, désabonner, désinscrire, désinscription,
     parar, para, pare, alto, baja, darme de baja, cancelar, detener, basta, no más, no más mensajes,
     sair, remover, descadastrar, cancelar inscrição, chega,
     annulla, disiscrivimi, cancellami, smettila, fermare, ferma,
     stoppen, afmelden, uitschrijven, ophouden, zatrzymaj, wypisz, wypisz mnie, przestań, dur, durdur, iptal,
     стоп, отписаться, отпишите меня, хватит, зупинити, відписатися,
     توقف, إيقاف, قف, إلغاء, الغاء الاشتراك, रोकें, रोको, बंद करो, बंद करें,
     停止, 退订, 退訂, 取消, 停, 停止して, 配信停止, 解除, 중지, 수신거부, 그만, 취소,
     berhenti, batal, dừng, dừng lại, hủy`,
  ],
]);

const INTENTS: ReadonlyMap<string, ReplyIntent> = new Map(
  [...WORDS].flatMap(([intent, words]) => words.split(',').map((word) => [simplify(word), intent] as const)),
);
