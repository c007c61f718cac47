// The demo's two ends: the API as an app would use it, and the simulated phone as a hand would.
import { z } from 'zod';
import type { State } from '../simulator/state.ts';

export type Json = Record<string, unknown>;

/** Calls the API as one person; anything else than `status` throws with what came instead. */
export type Api = <T>(
  status: number,
  method: string,
  path: string,
  shape: z.ZodType<T>,
  body?: Json,
) => Promise<T>;

export function apiClient(apiUrl: string, token: string | null): Api {
  return async (status, method, path, shape, body) => {
    const response = await fetch(`${apiUrl}${path}`, {
      method,
      headers: {
        ...(token && { authorization: `Bearer ${token}` }),
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status !== status) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return shape.parse(text ? JSON.parse(text) : null);
  };
}

export interface Phone {
  post(path: string, body?: Json): Promise<unknown>;
  /** Resolves when `find` finds something in the far side's state; throws after `patienceMs`. */
  waitFor<T>(what: string, find: (state: State) => T | undefined, patienceMs?: number): Promise<T>;
}

export function phoneClient(phoneUrl: string): Phone {
  const state = async (): Promise<State> => {
    const response = await fetch(`${phoneUrl}/state`);
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own simulator's
    return (await response.json()) as State;
  };
  return {
    post: async (path, body = {}) => {
      const response = await fetch(`${phoneUrl}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
      if (!response.ok) throw new Error(`the phone answered ${response.status}: ${await response.text()}`);
      return response.json();
    },
    waitFor: async (what, find, patienceMs = 30_000) => {
      const events = await fetch(`${phoneUrl}/events`, { signal: AbortSignal.timeout(patienceMs) });
      try {
        // Every change of the phone is announced; what changed is read from its state.
        for await (const _change of events.body ?? []) {
          const found = find(await state());
          if (found !== undefined) return found;
        }
      } catch (error) {
        if (!(error instanceof Error) || error.name !== 'TimeoutError') throw error;
      }
      throw new Error(`${what} did not happen within ${patienceMs / 1000} s`);
    },
  };
}
