// The one place where connections to Temporal are made: address, TLS, API key, data converter. A server of one's own
// and Temporal Cloud alike.
import { Client, Connection } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { NativeConnectionOptions } from '@temporalio/worker';
import type { Config } from '../src/config.ts';
import type { QueueBacklog } from '../src/kernel/metrics.ts';
import { readBacklog } from './backlog.ts';
import { closableCalls } from './closable-calls.ts';
import { tellCorrelation } from './interceptors/tell-correlation.ts';
import { SEARCH_ATTRIBUTES } from './search-attributes.ts';
import { registerSearchAttributes } from './server/search-attributes.ts';
import { readTlsFiles } from './tls-files.ts';

type Names =
  | 'TEMPORAL_ADDRESS'
  | 'TEMPORAL_API_KEY'
  | 'TEMPORAL_TLS'
  | 'TEMPORAL_TLS_SERVER_NAME'
  | 'TEMPORAL_TLS_CA_PATH'
  | 'TEMPORAL_TLS_CERT_PATH'
  | 'TEMPORAL_TLS_KEY_PATH';

/** Where the server is and how it is spoken to. What is absent is the default: no TLS, no key. */
export type TemporalAddress = Partial<Pick<Config, Names>>;
export type TemporalConfig = TemporalAddress & Pick<Config, 'TEMPORAL_NAMESPACE'>;

/** Payloads are JSON as it is. Client and worker must agree: whoever encrypts them does it here. */
export const dataConverter: DataConverter = {};

export interface Temporal {
  client: Client;
  /** Whether the server answers within a second that it has our namespace. */
  ready(): Promise<boolean>;
  /** Throws the server's own error where it does not answer within five seconds, or does not know our namespace. */
  namespaceReady(): Promise<void>;
  /**
   * What waits in the queues of the deployment on `taskQueue`. Throws where the server does not say so within two
   * seconds.
   */
  backlog(taskQueue: string): Promise<QueueBacklog[]>;
  /** Whatever is still asked fails. */
  close(): Promise<void>;
}

/** Lazy: the first call connects, so that the API starts while Temporal is down. */
export function connectTemporal(config: TemporalConfig): Temporal {
  const calls = closableCalls();
  const connection = Connection.lazy({ ...connectionOptions(config), interceptors: calls.interceptors });
  const namespace = config.TEMPORAL_NAMESPACE;
  const client = new Client({
    connection,
    namespace,
    dataConverter,
    interceptors: { workflow: [tellCorrelation] },
  });
  const askForNamespace = async (withinMs: number) => {
    await connection.withDeadline(Date.now() + withinMs, () =>
      connection.workflowService.describeNamespace({ namespace }),
    );
  };
  return {
    client,
    ready: async () => {
      try {
        await askForNamespace(1000);
        return true;
      } catch {
        return false;
      }
    },
    namespaceReady: () => askForNamespace(5000),
    backlog: (taskQueue) =>
      connection.withDeadline(Date.now() + 2000, () => readBacklog(connection, namespace, taskQueue)),
    close: async () => {
      calls.close();
      await connection.close();
    },
  };
}

/** What a client's and a worker's connection take alike. The API never loads a worker's half: it is slower with it. */
type Address = Pick<NativeConnectionOptions, 'address' | 'apiKey' | 'tls'>;

/**
 * For client and worker alike. An API key goes with every call, over TLS; a certificate of our own proves us instead
 * (mTLS). Throws an Error of one sentence for a PEM file that is no good.
 */
export function connectionOptions(config: TemporalAddress): Address {
  const apiKey = config.TEMPORAL_API_KEY;
  return {
    address: config.TEMPORAL_ADDRESS ?? '127.0.0.1:7233',
    tls: config.TEMPORAL_TLS === true && tlsOf(config),
    ...(apiKey !== undefined && { apiKey }),
  };
}

function tlsOf(config: TemporalAddress) {
  const { TEMPORAL_TLS_SERVER_NAME: serverName } = config;
  return { ...(serverName !== undefined && { serverNameOverride: serverName }), ...readTlsFiles(config) };
}

/**
 * Registers what the server does not know yet; harmless when repeated. Starting a workflow with an unknown one fails.
 */
export async function prepareSearchAttributes(temporal: Temporal): Promise<void> {
  const { client } = temporal;
  const attributes = Object.values(SEARCH_ATTRIBUTES).map(({ name, type }) => [name, type] as const);
  await registerSearchAttributes(
    client.connection as Connection,
    client.options.namespace,
    Object.fromEntries(attributes),
  );
}
