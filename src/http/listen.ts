// A socket for an app: limits that slow clients run into, a clear word for a taken port, an end that drops nobody.
import { createServer, type Server, type ServerOptions } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { errorCode } from '../kernel/error-code.ts';

export interface ListenOptions {
  host: string;
  /** 0: any free one. */
  port: number;
  /** What to set in order to move it. */
  portName: string;
  /** Other limits, for tests. */
  limits?: ServerOptions;
}

export interface Listening {
  /** "http://127.0.0.1:3000" */
  url: string;
  /** Takes no new connection, lets running requests finish for at most ten seconds. */
  stop(): Promise<void>;
}

/** A client that sends its headers or body slower than this is cut off (408); checked every two seconds. */
const LIMITS: ServerOptions = {
  headersTimeout: 10_000,
  requestTimeout: 30_000,
  connectionsCheckingInterval: 2000,
  // Longer than the 60 s after which load balancers drop an idle connection: they never write into a closed one.
  keepAliveTimeout: 65_000,
};
/** Each may hold a file and some memory; further ones are refused at once. */
const MAX_CONNECTIONS = 5000;
const DRAIN_MS = 10_000;

/** Throws one clear sentence for a taken port, and for a host or port that this machine does not let us have. */
export async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  { host, port, portName, limits }: ListenOptions,
): Promise<Listening> {
  // HTTP/1.0, which health checks still speak, knows no Host.
  const serve = getRequestListener(fetch, { hostname: 'localhost' });
  const server = createServer({ ...LIMITS, ...limits }, (request, response) => void serve(request, response));
  server.maxConnections = MAX_CONNECTIONS;
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once('error', reject);
  server.listen(port, host, resolve);
  try {
    await promise;
  } catch (error) {
    throw new Error(whyNot(errorCode(error), { host, port, portName }), { cause: error });
  } finally {
    server.off('error', reject);
  }
  return { url: urlOf(server), stop: () => drain(server) };
}

function whyNot(code: string | undefined, { host, port, portName }: ListenOptions): string {
  if (code === 'EADDRINUSE')
    return `Port ${port} on ${host} is taken. End what listens there, or set ${portName} to another one (0 takes any that is free).`;
  if (code === 'EACCES') return `${portName} names a port that needs more rights than this user has.`;
  return `HOST names no address that this machine can listen at (${code ?? 'no reason given'}).`;
}

function urlOf(server: Server): string {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return `http://${host}:${address.port}`;
}

async function drain(server: Server): Promise<void> {
  const { promise: closed, resolve } = Promise.withResolvers<void>();
  server.close(() => resolve());
  // A connection that was busy when the server closed becomes idle later, and nobody ends it then.
  const sweep = setInterval(() => server.closeIdleConnections(), 50);
  const end = setTimeout(() => server.closeAllConnections(), DRAIN_MS);
  await closed;
  clearInterval(sweep);
  clearTimeout(end);
}
