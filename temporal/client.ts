// The API's and the worker's connection to the Temporal server, and the search attributes that operators filter by.
import { Client, Connection } from '@temporalio/client';
import { defineSearchAttributeKey } from '@temporalio/common';
import type { Config } from '../src/config.ts';
import { registerSearchAttributes } from './server/search-attributes.ts';

/** Ids and kinds only: search attributes are readable by every operator and are never encrypted. */
export const SEARCH_ATTRIBUTES = {
  org: defineSearchAttributeKey('FluxOrg', 'KEYWORD'),
  kind: defineSearchAttributeKey('FluxKind', 'KEYWORD'),
  dueAt: defineSearchAttributeKey('FluxDueAt', 'DATETIME'),
};

export interface Temporal {
  client: Client;
  /** Whether the server answers within two seconds. */
  ready(): Promise<boolean>;
  close(): Promise<void>;
}

/** Lazy: the first call connects, so that the API starts while Temporal is down. */
export function connectTemporal(config: Pick<Config, 'TEMPORAL_ADDRESS' | 'TEMPORAL_NAMESPACE'>): Temporal {
  const connection = Connection.lazy({ address: config.TEMPORAL_ADDRESS ?? '127.0.0.1:7233' });
  return {
    client: new Client({ connection, namespace: config.TEMPORAL_NAMESPACE }),
    ready: async () => {
      try {
        await connection.withDeadline(Date.now() + 2000, () => connection.workflowService.getSystemInfo({}));
        return true;
      } catch {
        return false;
      }
    },
    close: () => connection.close(),
  };
}

/** Registers what the server does not know yet; harmless when repeated. Starting a workflow with an unknown one fails. */
export async function prepareSearchAttributes({ client }: Temporal): Promise<void> {
  const attributes = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type] as const);
  await registerSearchAttributes(
    client.connection as Connection,
    client.options.namespace,
    Object.fromEntries(attributes),
  );
}
