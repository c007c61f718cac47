// The API's and the worker's connection to the Temporal server, and the search attributes that operators filter by.
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Config } from '../src/config.ts';
import type { QueueBacklog } from '../src/kernel/metrics.ts';
import { readBacklog } from './backlog.ts';
import { tellCorrelation } from './interceptors/tell-correlation.ts';
import { registerSearchAttributes } from './server/search-attributes.ts';

/** Ids and kinds only: search attributes are readable by every operator and are never encrypted. */
export const SEARCH_ATTRIBUTES = {
  org: defineSearchAttributeKey('FluxOrg', 'KEYWORD'),
  kind: defineSearchAttributeKey('FluxKind', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('FluxDueAt', 'DATETIME'),
};

export interface Temporal {
  client: Client;
  /** Whether the server answers within a second. */
  ready(): Promise<boolean>;
  /** What waits in the queues of the deployment on `taskQueue`. Throws where the server does not say so within two seconds. */
  backlog(taskQueue: string): Promise<QueueBacklog[]>;
  /** Runs calls that `close` gives up: one that is between two tries would fail the process when it wakes up. */
  untilClosed<T>(calls: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Lazy: the first call connects, so that the API starts while Temporal is down. */
export function connectTemporal(config: Pick<Config, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>): Temporal {
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS ?? '127.0.0.1:7233' });
  const namespace = config.TEMPORAL_NAMESPACE;
  const closing = new AbortController();
  return {
    client: new Client({ connection, namespace, interceptors: { workflow: [tellCorrelation] } }),
    ready: async () => {
      try {
        await connection.withDeadline(Date.now() + 1000, () => connection.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
    backlog: (taskQueue) =>
      connection.withDeadline(Date.now() + 2000, () => readBacklog(connection, namespace, taskQueue)),
    untilClosed: (calls) => connection.withAbortSignal(closing.signal, calls),
    close: async () => {
      closing.abort();
      await connection.close();
    },
  };
}

/** Registers what the server does not know yet; harmless when repeated. Starting a workflow with an unknown one fails. */
export async function prepareSearchAttributes(temporal: Temporal): Promise<void> {
  const { client } = temporal;
  const attributes = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type] as const);
  await temporal.untilClosed(() =>
    registerSearchAttributes(
      client.connection as Connection,
      client.options.namespace,
      Object.fromEntries(attributes),
    ),
  );
}
