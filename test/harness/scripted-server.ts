// The far side of a socket, as badly behaved as a test wants it: each request gets the next answer of the script.
import { once } from 'node:events';
import http from 'node:http';

export type Answer = (response: http.ServerResponse) => void;

export interface SeenRequest {
  method: string;
  /** Path and query. */
  url: string;
  headers: http.IncomingHttpHeaders;
  body: Buffer;
}

export interface ScriptedServer {
  origin: string;
  requests: SeenRequest[];
  /** How many connections were opened. */
  connections: () => number;
  /** Adds answers to the script; a request beyond it gets 599. */
  script(...answers: Answer[]): void;
  /** What is left of the script is given to nobody. */
  forget(): void;
  close(): Promise<void>;
}

export async function startScriptedServer(): Promise<ScriptedServer> {
  const requests: SeenRequest[] = [];
  const answers: Answer[] = [];
  let connections = 0;
  const server = http.createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      requests.push({ method, url, headers, body: Buffer.concat(chunks) });
      (answers.shift() ?? json(599, {}))(response);
    });
  });
  server.on('connection', () => connections++);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');

  return {
    origin: `http://127.0.0.1:${address.port}`,
    requests,
    connections: () => connections,
    script: (...more) => void answers.push(...more),
    forget: () => void answers.splice(0),
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

export const json =
  (status: number, body: unknown, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (response) =>
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

export const raw =
  (status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Answer =>
  (response) =>
    response.writeHead(status, headers).end(body);

/** Takes the request and never answers. */
export const hang: Answer = () => undefined;

/** Takes the request and resets the connection. */
export const reset: Answer = (response) => response.socket?.resetAndDestroy();

/** Sends a status, headers that promise more, half of the body, and closes. */
export const cutAfterHeaders =
  (status: number): Answer =>
  (response) => {
    response.writeHead(status, { 'content-type': 'application/json', 'content-length': 1000 });
    response.write('{"sid":"SM', () => response.socket?.destroy());
  };

/** Sends a byte now and then, for ever. */
export const drip = (status: number): Answer =>
  thenForEver(' ', (response) => response.writeHead(status, { 'content-type': 'application/json' }));

/** Answers with what `begin` sends, which does not end, and goes on with `sign` now and then, for ever. */
export const thenForEver =
  (sign: string, begin: Answer): Answer =>
  (response) => {
    begin(response);
    const timer = setInterval(() => response.write(sign), 10);
    response.on('close', () => clearInterval(timer));
  };
