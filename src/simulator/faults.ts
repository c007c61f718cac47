// Faults that a test asks for, each used once by the next request or callback it fits.
import { z } from 'zod';

/** What a vendor's front can do to a request that creates something. */
const requestFault = z.discriminatedUnion('kind', [
  /** Refused before anything happened; `code` is the vendor's error code. */
  z.object({
    kind: z.literal('refuse'),
    status: z.int().min(400).max(599),
    code: z.int().optional(),
    retryAfterSeconds: z.int().optional(),
  }),
  /** Never accepted, never answered. */
  z.object({ kind: z.literal('hang') }),
  /** Never accepted, connection reset. */
  z.object({ kind: z.literal('drop') }),
  /** Connection reset now, accepted later all the same. */
  z.object({ kind: z.literal('late-accept'), afterMs: z.int() }),
  z.object({ kind: z.literal('accept-then-drop') }),
  z.object({ kind: z.literal('accept-then-hang') }),
  z.object({ kind: z.literal('accept-then-fail'), status: z.int().min(400).max(599) }),
  /** The right status line, half of the body, then a cut. */
  z.object({ kind: z.literal('accept-then-broken-body') }),
]);

/** What a vendor's callbacks can do to whoever relies on them. */
const callbackFault = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('duplicate'), times: z.int().min(2) }),
  /** Held back until the one after it has been sent. */
  z.object({ kind: z.literal('out-of-order') }),
  z.object({ kind: z.literal('never') }),
]);

/** The newest rows are not in the list yet. */
const listFault = z.object({ kind: z.literal('lag'), hideNewest: z.int().min(1) });

/** What a mail server can do to a mail: when it hears the address, at the content, or once it has taken it. */
const mailFault = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('refuse'),
    at: z.enum(['rcpt', 'data']),
    code: z.int().min(400).max(599),
    /** Behind the code: "5.1.1 no such mailbox". */
    words: z.string().optional(),
  }),
  z.object({ kind: z.literal('hang'), at: z.enum(['rcpt', 'data', 'accepted']) }),
  z.object({ kind: z.literal('drop'), at: z.enum(['rcpt', 'data', 'accepted']) }),
]);

const REQUESTS = ['messages', 'calls', 'verifications', 'verificationChecks', 'push', 'deletions'] as const;
const CALLBACKS = ['messageStatus', 'callStatus'] as const;
const LISTS = ['messageList', 'callList'] as const;
const options = { times: z.int().min(1).optional(), to: z.string().optional() };

/** Faults as they come over HTTP. */
export const requestFaultOrder = z.object({ target: z.enum(REQUESTS), fault: requestFault, ...options });
export const callbackFaultOrder = z.object({ target: z.enum(CALLBACKS), fault: callbackFault, ...options });
export const mailFaultOrder = z.object({ target: z.literal('mail'), fault: mailFault, ...options });
export const listFaultOrder = z.object({ target: z.enum(LISTS), fault: listFault, ...options });

export type RequestTarget = (typeof REQUESTS)[number];
type RequestFault = z.infer<typeof requestFault>;
type CallbackFault = z.infer<typeof callbackFault>;
export type MailFault = z.infer<typeof mailFault>;
type ListFault = z.infer<typeof listFault>;
export type FaultKinds = Record<RequestTarget, RequestFault> &
  Record<(typeof CALLBACKS)[number], CallbackFault> &
  Record<(typeof LISTS)[number], ListFault> & { mail: MailFault };

interface Queued<F> {
  fault: F;
  timesLeft: number;
  to: string | undefined;
}

export class Faults {
  private readonly queues: { [T in keyof FaultKinds]: Queued<FaultKinds[T]>[] } = {
    messages: [],
    calls: [],
    verifications: [],
    verificationChecks: [],
    push: [],
    deletions: [],
    messageStatus: [],
    callStatus: [],
    messageList: [],
    callList: [],
    mail: [],
  };

  /**
   * The next `times` (1) uses of `target` meet this fault, in the order asked for. `to` limits it to one recipient: a
   * number in E.164, the id of a push device, or an address in lower case. Returns what takes it back.
   */
  next<T extends keyof FaultKinds>(
    target: T,
    fault: FaultKinds[T],
    { times = 1, to }: { times?: number | undefined; to?: string | undefined } = {},
  ): () => void {
    const queue = this.queues[target];
    const queued = { fault, timesLeft: times, to };
    queue.push(queued);
    return () => {
      if (queue.includes(queued)) queue.splice(queue.indexOf(queued), 1);
    };
  }

  /** The fault for this use, which is thereby spent; undefined when there is none. */
  take<T extends keyof FaultKinds>(target: T, to: string): FaultKinds[T] | undefined {
    const queue = this.queues[target];
    const found = queue.find((q) => q.to === undefined || q.to === to);
    if (!found) return undefined;
    found.timesLeft -= 1;
    if (found.timesLeft <= 0) queue.splice(queue.indexOf(found), 1);
    return found.fault;
  }

  /** Faults asked for and not met yet: a test that expects to have used its faults looks here. */
  get pending(): number {
    return Object.values(this.queues).reduce((sum, queue) => sum + queue.length, 0);
  }

  clear(): void {
    for (const queue of Object.values(this.queues)) queue.length = 0;
  }
}
