// A line to a server that can be taken away: refused as where nobody listens, or dead as where packets are lost.
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { errorCode } from '../../src/kernel/error-code.ts';

/** 'refused': what is open is reset, what is new finds nobody · 'dead': everything hangs, and goes on afterwards. */
export type Loss = 'refused' | 'dead';

export interface Gate {
  /** On 127.0.0.1, for whoever is to lose the server. */
  port: number;
  /** Takes the server away. */
  lose(how: Loss): Promise<void>;
  /** Gives it back; resolves when it can be reached. */
  restore(): Promise<void>;
  stop(): Promise<void>;
}

/** Opens a line to the server at `port` of 127.0.0.1, which itself notices nothing but the ends of connections. */
export async function openGate(port: number): Promise<Gate> {
  const lines = new Set<Line>();
  let isDead = false;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const line = new Line(near, port);
    lines.add(line);
    near.once('close', () => !isDead && lines.delete(line));
    if (!isDead) line.open();
  });
  const ownPort = await listen(server, 0);
  const refuse = async () => {
    const closed = once(server, 'close');
    server.close();
    for (const line of lines) line.reset();
    lines.clear();
    await closed;
  };
  return {
    port: ownPort,
    lose: async (how) => {
      if (how === 'refused') return refuse();
      isDead = true;
      for (const line of lines) line.freeze();
    },
    restore: async () => {
      isDead = false;
      if (!server.listening) await listen(server, ownPort);
      for (const line of lines) if (!line.thaw()) lines.delete(line);
    },
    stop: async () => {
      if (server.listening) await refuse();
    },
  };
}

const AGAIN_MS = 100;

/** 0: any port. A port that somebody borrowed while nobody listened is waited for. */
async function listen(server: Server, port: number): Promise<number> {
  for (;;)
    try {
      server.listen(port, '127.0.0.1');
      await once(server, 'listening');
      const address = server.address();
      if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
      return address.port;
    } catch (error) {
      if (port === 0 || errorCode(error) !== 'EADDRINUSE') throw error;
      await delay(AGAIN_MS);
    }
}

/** One connection, and the one behind it. */
class Line {
  private readonly near: Socket;
  private readonly port: number;
  private far: Socket | null = null;
  private isFrozen = false;

  constructor(near: Socket, port: number) {
    this.near = near;
    this.port = port;
    near.on('error', () => near.destroy());
    near.pause();
  }

  open(): void {
    const far = connect({ port: this.port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    this.far = far;
    this.near.setNoDelay(true);
    far.on('error', () => far.destroy());
    this.forward(this.near, far);
    this.forward(far, this.near);
    this.near.resume();
  }

  freeze(): void {
    this.isFrozen = true;
    this.near.pause();
    this.far?.pause();
  }

  /** False where its client has gone meanwhile: only now does the server hear of it. */
  thaw(): boolean {
    this.isFrozen = false;
    if (this.near.destroyed) {
      this.far?.destroy();
      return false;
    }
    if (!this.far) this.open();
    this.near.resume();
    this.far?.resume();
    return true;
  }

  reset(): void {
    this.near.resetAndDestroy();
    this.far?.resetAndDestroy();
  }

  private forward(from: Socket, to: Socket): void {
    from.on('data', (chunk: Buffer) => {
      if (!to.write(chunk)) from.pause();
    });
    to.on('drain', () => !this.isFrozen && from.resume());
    from.on('end', () => to.end());
    from.on('close', () => !this.isFrozen && to.destroy());
  }
}
