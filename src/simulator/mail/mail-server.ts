// A mail server on loopback: it takes every mail, keeps what arrived, and fails where a test asks for it.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import PostalMime from 'postal-mime';
import { SMTPServer, type SMTPServerSession } from 'smtp-server';
import type { MailFault } from '../faults.ts';

import type { World } from '../world.ts';
import type { Mail } from './mail.ts';

export interface MailServerOptions {
  /** 0 or absent: any free port. */
  port?: number;
  /** What a client has to say; without it nobody is asked. */
  login?: { user: string; password: string };
  /** With it STARTTLS is offered, and nothing is taken without. PEM. */
  tls?: { key: string; cert: string };
}

export interface MailServer {
  /** "smtp://user:password@127.0.0.1:2525" */
  url: string;
  stop(): Promise<void>;
}

/** What a fault waits for, or has done, in one conversation. */
type Conversation = SMTPServerSession & { fault?: MailFault | undefined; cut: () => void };

/** Resolves when it listens on 127.0.0.1; rejects with the system's error (EADDRINUSE) when it cannot. */
export async function startMailServer(world: World, options: MailServerOptions = {}): Promise<MailServer> {
  const { port = 0, login, tls } = options;
  const server: SMTPServer = new SMTPServer({
    ...(tls ?? { disabledCommands: login ? ['STARTTLS'] : ['STARTTLS', 'AUTH'] }),
    authOptional: !login,
    allowInsecureAuth: !tls,
    disableReverseLookup: true,
    logger: false,
    closeTimeout: 100,
    onAuth: ({ username, password }, _session, done) => {
      const isRight = username === login?.user && password === login?.password;
      done(isRight ? null : reply(535, '5.7.8 those credentials are wrong'), { user: username ?? '' });
    },
    onRcptTo: ({ address }, session, done) => {
      const fault = world.faults.take('mail', address.toLowerCase());
      const talk = talkOf(server, session);
      talk.fault = fault;
      if (fault?.at !== 'rcpt') return done();
      void answer(fail(world, fault, talk), done);
    },
    onData: (stream, session, done) => {
      const talk = talkOf(server, session);
      void answer(take(world, stream, talk), done);
    },
  });
  // A client that leaves in the middle is what tests are about.
  server.on('error', () => undefined);
  const listening = server.listen(port, '127.0.0.1');
  await once(listening, 'listening');
  const address = listening.address();
  if (address === null || typeof address === 'string') throw new Error('the mail server has no port');
  const who = login ? `${encodeURIComponent(login.user)}:${encodeURIComponent(login.password)}@` : '';
  return {
    url: `smtp://${who}127.0.0.1:${address.port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

function reply(code: number, words: string): Error {
  return Object.assign(new Error(words), { responseCode: code });
}

/** The session, and how its connection is cut. */
function talkOf(server: SMTPServer, session: SMTPServerSession): Conversation {
  const cut = () => {
    for (const one of server.connections) if (one.session === session) one._socket.destroy();
  };
  return Object.assign(session, { cut });
}

async function answer(work: Promise<Error | null>, done: (refused: Error | null) => void): Promise<void> {
  try {
    done(await work);
  } catch (error) {
    done(error as Error);
  }
}

/** Resolves to the refusal of what was not taken; never where nobody is answered. */
async function take(world: World, content: Readable, talk: Conversation): Promise<Error | null> {
  const raw = await buffer(content);
  if (talk.fault?.at === 'data') return fail(world, talk.fault, talk);
  keep(world, await read(raw, talk));
  return talk.fault?.at === 'accepted' ? fail(world, talk.fault, talk) : null;
}

/** Says no, nothing, or is gone. */
async function fail(world: World, fault: MailFault, { cut }: Conversation): Promise<Error> {
  if (fault.kind === 'refuse') return reply(fault.code, fault.words ?? 'not now');
  if (fault.kind === 'drop') cut();
  // The client gives up, or the simulator ends.
  else world.ended.addEventListener('abort', cut, { once: true });
  return new Promise(() => undefined);
}

async function read(raw: Buffer, { envelope }: SMTPServerSession): Promise<Omit<Mail, 'id' | 'at'>> {
  const parsed = await PostalMime.parse(raw);
  return {
    messageId: parsed.messageId ?? '',
    from: envelope.mailFrom ? envelope.mailFrom.address : '',
    to: envelope.rcptTo.map(({ address }) => address.toLowerCase()).join(', '),
    subject: parsed.subject ?? '',
    text: parsed.text ?? '',
    html: parsed.html ?? '',
    headers: Object.fromEntries(parsed.headers.map(({ key, value }) => [key, value])),
  };
}

function keep(world: World, mail: Omit<Mail, 'id' | 'at'>): void {
  world.state.mails.push({ id: randomUUID(), at: world.now(), ...mail });
  world.changed();
}
