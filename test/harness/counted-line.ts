// A line to PostgreSQL that counts what goes over it: round trips and statements, as they pass on the socket.
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export interface RoundTrip {
  /** Names of prepared statements, and the text of others, in the order in which they were sent. */
  sent: string[];
  /** How many PostgreSQL carried out: a text may hold several. */
  statements: number;
}

export interface CountedLine {
  /** Leads through the line to the database that it was opened for; the login is the same. */
  url: string;
  /** All so far, in the order of their ends. */
  readonly roundTrips: readonly RoundTrip[];
  /**
   * What came back during `work`, whoever asked: let nobody else be at work, and ask for the same thing first, so that
   * connections are open and statements prepared. What a listening connection asks is not counted.
   */
  countRoundTrips(work: () => Promise<unknown>): Promise<RoundTrip[]>;
  /** What PostgreSQL sends to connections that listen hangs on the way until the returned function is called. */
  holdListeners(): () => void;
  /** Until the returned function is called, what either side sends is lost, and nobody is told: no reset, no answer. */
  fallSilent(): () => void;
  /** From the next connection on: what stands between; null: nothing. */
  putBetween(pooler: Pooler | null): void;
  stop(): Promise<void>;
}

/** What a pooler does to whoever listens. */
export type Pooler = 'hides its backends' | 'drops notifications';

/** `databaseUrl`: without TLS. */
export async function openCountedLine(
  databaseUrl: string,
  { isPooler = null }: { isPooler?: Pooler | null } = {},
): Promise<CountedLine> {
  const target = new URL(databaseUrl);
  let between = isPooler;
  const roundTrips: RoundTrip[] = [];
  const sockets = new Set<Socket>();
  const held = new Set<() => void>();
  let isHolding = false;
  let isSilent = false;
  const server = createServer((near) => {
    const far = connect({ port: Number(target.port || 5432), host: target.hostname, noDelay: true });
    near.setNoDelay(true);
    const counter = countMessages((trip) => roundTrips.push(trip));
    near.on('data', (sent: Buffer) => {
      counter.sent(sent);
      if (!isSilent) far.write(sent);
    });
    near.on('end', () => far.end());
    const pooler = between && changeMessages(between);
    far.on('data', (received: Buffer) => {
      if (isSilent) return;
      counter.received(received);
      const chunk = pooler?.(received) ?? received;
      if (isHolding && counter.isListening()) held.add(() => near.write(chunk));
      else near.write(chunk);
    });
    far.on('end', () => near.end());
    for (const [socket, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => socket.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('A TCP server has no port.');
  const url = new URL(databaseUrl);
  url.host = `127.0.0.1:${address.port}`;

  return {
    url: url.href,
    roundTrips,
    countRoundTrips: async (work) => {
      const before = roundTrips.length;
      await work();
      return roundTrips.slice(before);
    },
    holdListeners: () => {
      isHolding = true;
      return () => {
        isHolding = false;
        for (const send of held) send();
        held.clear();
      };
    },
    fallSilent: () => {
      isSilent = true;
      return () => {
        isSilent = false;
      };
    },
    putBetween: (pooler) => {
      between = pooler;
    },
    stop: async () => {
      const closed = once(server, 'close');
      server.close();
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/**
 * One connection. A round trip begins with Sync or Query and ends with ReadyForQuery (PostgreSQL 54.2); the one that
 * opens a connection answers neither, and counts for nothing.
 */
function countMessages(count: (trip: RoundTrip) => void) {
  const underWay: RoundTrip[] = [];
  const texts = new Map<string, string>();
  let sending: string[] = [];
  let bound = '';
  let isListening = false;
  const send = () => {
    underWay.push({ sent: sending, statements: 0 });
    sending = [];
  };

  const SENT: Record<string, (body: Buffer) => void> = {
    Parse: (body) => {
      const [name = '', text = ''] = wordsOf(body);
      texts.set(name, text);
    },
    Bind: (body) => {
      const [, name = ''] = wordsOf(body);
      bound = name === '' ? (texts.get('') ?? '') : name;
    },
    Execute: () => void sending.push(bound),
    Sync: send,
    Query: (body) => {
      const [text = ''] = wordsOf(body);
      isListening ||= /^listen /i.test(text);
      sending.push(text);
      send();
    },
  };
  const RECEIVED: Record<string, () => void> = {
    CommandComplete: () => void (underWay[0] && underWay[0].statements++),
    ReadyForQuery: () => {
      const trip = underWay.shift();
      if (trip && !isListening) count(trip);
    },
  };
  return {
    isListening: () => isListening,
    sent: readMessages(true, (type, body) => SENT[SENT_AS[type] ?? '']?.(body)),
    received: readMessages(false, (type) => RECEIVED[RECEIVED_AS[type] ?? '']?.()),
  };
}

const SENT_AS: Record<string, string> = { P: 'Parse', B: 'Bind', E: 'Execute', S: 'Sync', Q: 'Query' };
const RECEIVED_AS: Record<string, string> = { C: 'CommandComplete', Z: 'ReadyForQuery' };

const wordsOf = (body: Buffer): string[] => body.toString('latin1').split('\0', 2);

/** A reader of chunks. A message is its type, its length without the type, and its body; the first one has no type. */
function readMessages(
  isClient: boolean,
  read: (type: string, body: Buffer) => void,
): (chunk: Buffer) => void {
  let rest = Buffer.alloc(0);
  let isFirst = isClient;
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const start = isFirst ? 0 : 1;
      if (rest.length < start + 4) return;
      const end = start + rest.readUInt32BE(start);
      if (rest.length < end) return;
      if (!isFirst) read(String.fromCharCode(rest[0]!), rest.subarray(5, end));
      isFirst = false;
      rest = rest.subarray(end);
    }
  };
}

/** As a pooler would pass on what its server sends: with keys of its own, or without what nobody asked for. */
function changeMessages(pooler: Pooler): (chunk: Buffer) => Buffer {
  let passed: Buffer[] = [];
  const read = readMessages(false, (type, body) => {
    const changed = Buffer.from(body);
    if (pooler === 'drops notifications' && type === 'A') return;
    if (pooler === 'hides its backends' && type === 'K') changed.writeInt32BE(1);
    const head = Buffer.alloc(5);
    head.write(type, 'latin1');
    head.writeUInt32BE(changed.length + 4, 1);
    passed.push(head, changed);
  });
  return (chunk) => {
    read(chunk);
    const all = Buffer.concat(passed);
    passed = [];
    return all;
  };
}
