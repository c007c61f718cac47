// Lets a connection be closed while something is asked over it. The client's own retry knows nothing of closing: when
// it wakes up, it calls over the closed channel, which throws where nobody can catch it and ends the process. Nor does
// it know the caller's deadline.
import {
  InterceptingCall,
  ListenerBuilder,
  Metadata,
  status,
  type InterceptingListener,
  type Interceptor,
} from '@grpc/grpc-js';
import { defaultGrpcRetryOptions, makeGrpcRetryInterceptor } from '@temporalio/client';

export interface ClosableCalls {
  /** For `ConnectionOptions.interceptors`, in the place of the default ones: they retry as those do. */
  interceptors: Interceptor[];
  /** From now on no call is tried again, and whatever is asked fails as CANCELLED. */
  close(): void;
}

export function closableCalls(): ClosableCalls {
  let isClosed = false;
  const open = new Set<InterceptingCall>();
  const usual = defaultGrpcRetryOptions();
  const retry: Interceptor = (options, nextCall) => {
    const endMs = Number(options.deadline ?? Infinity);
    return makeGrpcRetryInterceptor({
      // The usual one would sleep past the caller's deadline.
      delayFunction: (attempt, outcome) =>
        Math.max(0, Math.min(usual.delayFunction(attempt, outcome), endMs - Date.now())),
      retryableDecider: (attempt, outcome) =>
        !isClosed && Date.now() < endMs && usual.retryableDecider(attempt, outcome),
    })(options, nextCall);
  };
  // Stands between the retry and the channel: each try comes by.
  const door: Interceptor = (options, nextCall) => {
    if (isClosed) return new InterceptingCall(refusedCall());
    const call = new InterceptingCall(nextCall(options), {
      start: (metadata, _listener, next) =>
        next(
          metadata,
          new ListenerBuilder()
            .withOnReceiveStatus((outcome, pass) => {
              open.delete(call);
              pass(outcome);
            })
            .build(),
        ),
    });
    open.add(call);
    return call;
  };
  return {
    interceptors: [retry, door],
    close: () => {
      isClosed = true;
      // A closed channel lets what is under way go on, and a process would wait for it.
      for (const call of open) call.cancelWithStatus(status.CANCELLED, CLOSED);
    },
  };
}

const CLOSED = 'the connection was closed';
const nothing = () => undefined;

/** Ends as soon as it begins. */
function refusedCall() {
  return {
    start: (_metadata: Metadata, listener?: Partial<InterceptingListener>) => {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({
        code: status.CANCELLED,
        details: CLOSED,
        metadata: new Metadata(),
      });
    },
    cancelWithStatus: nothing,
    getPeer: () => '',
    sendMessage: nothing,
    sendMessageWithContext: nothing,
    startRead: nothing,
    halfClose: nothing,
    getAuthContext: () => null,
  };
}
