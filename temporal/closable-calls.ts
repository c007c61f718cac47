// Lets a connection be closed while something is asked over it. The client's own retry knows nothing of closing: when
// it wakes up, it calls over the closed channel, which throws where nobody can catch it and ends the process. Nor does
// it know the caller's deadline.
import {
  InterceptingCall,
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
  const door: Interceptor = (options, nextCall) =>
    isClosed ? new InterceptingCall(refusedCall()) : new InterceptingCall(nextCall(options));
  return {
    interceptors: [retry, door],
    close: () => {
      isClosed = true;
    },
  };
}

const nothing = () => undefined;

/** Ends as soon as it begins. */
function refusedCall() {
  return {
    start: (_metadata: Metadata, listener?: Partial<InterceptingListener>) => {
      listener?.onReceiveMessage?.(null);
      listener?.onReceiveStatus?.({
        code: status.CANCELLED,
        details: 'the connection was closed',
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
