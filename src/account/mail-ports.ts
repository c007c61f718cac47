// What the doors need whose answers are mailed.
import type { MikroORM } from '@mikro-orm/postgresql';
import type { Outbox } from '../emails/outbox.ts';
import type { Store } from '../kernel/context.ts';
import type { Limiter } from '../kernel/rate-limit.ts';

export interface MailPorts extends Pick<Store, 'perform'> {
  orm: MikroORM;
  limiter: Limiter;
  outbox: Outbox;
}
