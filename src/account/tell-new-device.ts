// Tells somebody by mail that their account was signed in to from a network that none of their sessions knows.
import { envelopeOf } from '../emails/queue-email.ts';
import { tellQueued } from '../emails/tell-queued.ts';
import { DAY_MS } from '../kernel/time.ts';
import { callAsLogin } from '../kernel/sql.ts';
import type { MailPorts } from './mail-ports.ts';

export interface SignInFrom {
  sessionId: string;
  email: string;
  label: string | null;
  /** All names of the network: `NetworkNames`. */
  networks: string[];
}

/**
 * Once a day at most, and never of the first session of all; nothing where no mail server is configured. It is for the
 * person's eyes: where it fails they are signed in all the same.
 */
export async function tellNewDevice(
  ports: MailPorts,
  { sessionId, email, label, networks }: SignInFrom,
): Promise<void> {
  if (!ports.outbox.isOpen) return;
  const now = Date.now();
  const mail = envelopeOf(ports.outbox, email, { label, at: new Date(now).toISOString() });
  const told = [sessionId, networks, mail.id, mail.sealed, mail.addresses, new Date(now + DAY_MS)];
  const [row] = await callAsLogin<{ tell_new_device: boolean }>(ports.orm, 'tell_new_device', ...told);
  if (row?.tell_new_device === true) await tellQueued(ports, mail.id);
}
