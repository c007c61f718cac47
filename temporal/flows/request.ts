// How a request reaches the workflow that carries it out, which is started where it does not run: an update, with
// patience and no more. Whoever asks learns whether anybody took it.
import { setTimeout as delay } from 'node:timers/promises';
import {
  WorkflowUpdateRPCTimeoutOrCancelledError,
  type WithStartWorkflowOperation,
  type WorkflowUpdateHandle,
} from '@temporalio/client';
import type { UpdateDefinition, Workflow } from '@temporalio/common';
import { FluxError } from '../../src/kernel/errors.ts';
import { isUnavailable } from '../../src/kernel/unavailable.ts';
import { translate, type Line } from './call.ts';

export interface Request<Ret, Args extends [unknown, ...unknown[]]> {
  update: UpdateDefinition<Ret, Args>;
  /** A repeat of the request has the same one. */
  id: string;
  args: Args;
  /** Made anew for every attempt. */
  start: () => WithStartWorkflowOperation<Workflow>;
  /** Ends the waiting. */
  signal?: AbortSignal | undefined;
}

/** Who is not heard within this time is told so: the server is away, or every worker is. */
const HEARD_WITHIN_MS = 7000;
/** By then the server says whether a workflow took it. */
const SAYS_WITHIN_MS = 2000;
/** A workflow that is just ending, or just going on as another run, is there again after this. */
const BETWEEN_RUNS_MS = 100;

/**
 * The workflow's answer. Throws what the workflow refused with, UNAVAILABLE where nobody took the request, and
 * STILL_WORKING where it was taken and takes longer than the line's patience.
 */
export async function request<Ret, Args extends [unknown, ...unknown[]]>(
  line: Line,
  asked: Request<Ret, Args>,
): Promise<Ret> {
  const until = Date.now() + line.patienceMs;
  for (let attempt = 0; ; attempt += 1) {
    // The run that ended under a request remembers its id.
    const id = attempt === 0 ? asked.id : `${asked.id}/${attempt}`;
    try {
      return await ask(line, { ...asked, id }, until);
    } catch (error) {
      asked.signal?.throwIfAborted();
      if (!isBetweenRuns(error)) throw error;
      if (Date.now() + BETWEEN_RUNS_MS > until)
        throw new FluxError('UNAVAILABLE', { detail: 'no run took it', cause: error });
      await delay(BETWEEN_RUNS_MS, undefined, asked.signal ? { signal: asked.signal } : {});
    }
  }
}

/** Until then, or until whoever asks has to leave: the client does not see a signal that has gone off before. */
async function within<T>(
  { client }: Line,
  { signal }: { signal?: AbortSignal | undefined },
  untilMs: number,
  calls: () => Promise<T>,
): Promise<T> {
  signal?.throwIfAborted();
  return client.withDeadline(untilMs, () => (signal ? client.withAbortSignal(signal, calls) : calls()));
}

async function ask<Ret, Args extends [unknown, ...unknown[]]>(
  line: Line,
  asked: Request<Ret, Args>,
  until: number,
): Promise<Ret> {
  const { client } = line;
  const soon = Math.min(until, Date.now() + HEARD_WITHIN_MS);
  try {
    // What is answered soon, as nearly everything is, takes one call.
    return await within(line, asked, soon, () =>
      client.workflow.executeUpdateWithStart(asked.update, options(asked)),
    );
  } catch (error) {
    if (!isLate(error)) throw translate(error, 'SESSION_DRAINING');
  }
  const handle = await taken(line, asked, SAYS_WITHIN_MS);
  try {
    return await within(line, asked, Math.max(until, Date.now() + 1), () => handle.result());
  } catch (error) {
    throw isLate(error)
      ? new FluxError('STILL_WORKING', { cause: error })
      : translate(error, 'SESSION_DRAINING');
  }
}

async function taken<Ret, Args extends [unknown, ...unknown[]]>(
  line: Line,
  asked: Request<Ret, Args>,
  withinMs: number,
): Promise<WorkflowUpdateHandle<Ret>> {
  const { client } = line;
  try {
    return await within(line, asked, Date.now() + withinMs, () =>
      client.workflow.startUpdateWithStart(asked.update, { ...options(asked), waitForStage: 'ACCEPTED' }),
    );
  } catch (error) {
    throw isLate(error)
      ? new FluxError('UNAVAILABLE', { detail: 'Temporal', cause: error })
      : translate(error, 'SESSION_DRAINING');
  }
}

const options = <Ret, Args extends [unknown, ...unknown[]]>({ id, args, start }: Request<Ret, Args>) => ({
  updateId: id,
  args,
  startWorkflowOperation: start(),
});

/** No answer in time, or nobody to ask: the server may have taken it all the same. */
const isLate = (error: unknown): boolean =>
  error instanceof WorkflowUpdateRPCTimeoutOrCancelledError ||
  isUnavailable(translate(error, 'SESSION_DRAINING'));

const isBetweenRuns = (error: unknown): boolean =>
  error instanceof FluxError && error.code === 'SESSION_DRAINING';
