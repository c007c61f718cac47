// A TLS end in front of a plain server, as a load balancer is: it asks for the client's certificate and passes bytes on.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createSecureServer } from 'node:http2';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { createServer } from 'node:tls';
import { fileURLToPath } from 'node:url';

/** Where a certificate or key of `test/harness/tls` lies. */
export const pem = (name: string): string => fileURLToPath(new URL(`tls/${name}`, import.meta.url));

const server = { cert: readFileSync(pem('server.pem')), key: readFileSync(pem('server.key')) };

export interface Front {
  /** host:port */
  address: string;
  close(): Promise<void>;
}

/** Lets in whoever has a certificate of the test authority. `target`: host:port. */
export async function tlsFront(target: string): Promise<Front> {
  const [host, port] = target.split(':');
  const open = new Set<Socket>();
  const front = createServer(
    {
      ...server,
      ca: readFileSync(pem('ca.pem')),
      requestCert: true,
      rejectUnauthorized: true,
      ALPNProtocols: ['h2'],
    },
    (socket) => {
      const behind = connect(Number(port), host);
      for (const one of [socket, behind]) {
        open.add(one);
        one.on('error', () => undefined).on('close', () => open.delete(one));
      }
      socket.pipe(behind).pipe(socket);
    },
  );
  front.on('tlsClientError', () => undefined);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    address: `127.0.0.1:${(front.address() as AddressInfo).port}`,
    close: async () => {
      for (const socket of open) socket.destroy();
      front.close();
      await once(front, 'close');
    },
  };
}

/** A server over TLS that serves nobody, and keeps what callers said of themselves. */
export async function refusingFront(): Promise<
  Front & { heard: { authorization?: string; namespace?: string }[] }
> {
  const heard: { authorization?: string; namespace?: string }[] = [];
  const front = createSecureServer(server);
  front.on('stream', (stream, headers) => {
    heard.push({
      ...(headers.authorization !== undefined && { authorization: headers.authorization }),
      ...(headers['temporal-namespace'] !== undefined && {
        namespace: String(headers['temporal-namespace']),
      }),
    });
    // UNAUTHENTICATED, as a trailers-only answer.
    stream.respond(
      { ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' },
      { endStream: true },
    );
  });
  front.on('sessionError', () => undefined);
  front.listen(0, '127.0.0.1');
  await once(front, 'listening');
  return {
    address: `127.0.0.1:${(front.address() as AddressInfo).port}`,
    heard,
    close: async () => {
      front.close();
    },
  };
}
