// Stands before the API for a judge that knows no tokens: adds one, and changes nothing else, its Host and Origin least of all.
import { once } from 'node:events';
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `url`: its own, with the same paths as `target`. */
export async function openBearerFront(
  target: string,
  token: string,
): Promise<{ url: string; close(): Promise<void> }> {
  const pass = (asked: IncomingMessage, answer: ServerResponse): void => {
    const headers = { ...asked.headers, authorization: `Bearer ${token}` };
    const far = request(`${target}${asked.url}`, { method: asked.method, headers }, (said) => {
      answer.writeHead(said.statusCode ?? 502, said.headers);
      said.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    asked.pipe(far);
  };
  const server = createServer(pass).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
