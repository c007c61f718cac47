// Ports on loopback: one that nobody uses, and a clear word when a wanted one is taken.
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { errorCode } from '../kernel/error-code.ts';

/**
 * A port on 127.0.0.1 that is free and will not be handed to anybody else for some seconds: a connection closed from
 * the listening side leaves it in TIME_WAIT, where the kernel skips it for random ports while a server may still listen
 * on it (as Temporal's SDK does).
 */
export async function freePort(): Promise<number> {
  const server = createServer((socket) => socket.end());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  const { port } = address;
  const socket = connect(port, '127.0.0.1').resume();
  await once(socket, 'close');
  server.close();
  await once(server, 'close');
  return port;
}

/**
 * Returns where `port` on 127.0.0.1 is free.
 * @param setting the environment variable that chooses another port
 * @throws Error that names the port and what to do about it
 */
export async function requireFreePort(port: number, setting: string): Promise<void> {
  const server = createServer();
  server.listen(port, '127.0.0.1');
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'EADDRINUSE')
      throw new Error(`Port ${port} is taken by another program: stop it, or set ${setting}.`, {
        cause: error,
      });
    if (code === 'EACCES')
      throw new Error(`Port ${port} needs more rights than this user has: set ${setting}.`, { cause: error });
    throw error;
  }
  server.close();
  await once(server, 'close');
}

/**
 * So many ports on 127.0.0.1: `first`, which its owner asks for, and those behind it that are free. 0 stays 0: any.
 * @throws Error where there are not enough of them
 */
export async function portsFrom(first: number, count: number): Promise<number[]> {
  if (first === 0) return Array.from({ length: count }, () => 0);
  const ports = [first];
  for (let port = first + 1; ports.length < count; port++) {
    if (port > 65_535) throw new Error(`There are not ${count} free ports from ${first} on.`);
    if (await isFree(port)) ports.push(port);
  }
  return ports;
}

const isFree = (port: number): Promise<boolean> =>
  requireFreePort(port, '').then(
    () => true,
    () => false,
  );
