// The words that people answer with: what each of them means, in a table.
import type { Channel } from '../account/change-channels.ts';

export type ReplyIntent = 'done' | 'reschedule' | 'missed' | 'stop' | 'start' | 'help' | 'unknown';

export interface Saying {
  intent: Exclude<ReplyIntent, 'unknown'>;
  /** What stops or starts. */
  channels?: readonly Channel[];
  /** Phrases, comma between; in any spelling that `simplify` makes the same. */
  words: string;
}

const ALL: readonly Channel[] = ['push', 'whatsapp', 'call'];

export const SAYINGS: readonly Saying[] = [
  {
    intent: 'done',
    words: `1, one, done, 1 done, all done, done it, did it, i did it, i have done it, ive done it, im done, its done,
     it is done, yes done, done already, already done, already did it, just did it, just done, finished, i finished,
     im finished, finished it, complete, completed, completed it`,
  },
  {
    intent: 'reschedule',
    words: `2, two, reschedule, 2 reschedule, reschedule it, later, do it later, i will do it later, ill do it later,
     not now, maybe later, remind me later, snooze, postpone, postpone it, move it, another time`,
  },
  {
    intent: 'missed',
    words: `3, three, missed, 3 missed, missed it, i missed it, skip, skip it, skipped, i skipped it, not done, didnt do it,
     i didnt do it, did not do it, i did not do it, havent done it, i havent done it`,
  },
  // Sentences: start-wish.ts.
  { intent: 'start', channels: ['whatsapp'], words: `start, unstop, opt in, optin, subscribe` },
  { intent: 'start', channels: ['call'], words: `start call, call me` },
  { intent: 'start', channels: ALL, words: `start all, start everything, startall` },
  { intent: 'help', words: `help, info, help me, menu, options` },
  // English sentences: stop-wish.ts. CANCEL, END, QUIT and the like are opt-outs at every carrier (47 CFR
  // 64.1200(a)(10)), so they are not ours to give another meaning. Opt-outs are understood in the languages that people
  // answer in by habit, whatever we write in.
  {
    intent: 'stop',
    channels: ['call'],
    words: `keine anrufe, keine anrufe mehr, nicht anrufen, no llamadas, no más llamadas, pas dappels, plus dappels`,
  },
  { intent: 'stop', channels: ALL, words: `stop all, stopall, take me off, unsubscribe all` },
  {
    intent: 'stop',
    channels: ['whatsapp'],
    words: `stop, unsubscribe, cancel, end, quit, revoke, optout, opt out, no more,
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
  },
];
