// What was said since the newest summary of a conversation, the oldest first: what the next one is made of.
import type { StatementCtx } from '../kernel/sql.ts';

export interface Uncondensed {
  /** Null where nobody is left to whom it could matter: the person has gone. */
  zone: string | null;
  /** The summary that stands for everything before. `content` is not checked. */
  earlier: { id: string; content: unknown } | null;
  messages: { id: string; role: 'user' | 'assistant'; text: string; saidAt: Date; isOpen: boolean }[];
}

/** `most`: how many messages at most. `isOpen`: it is still owed something, and may be taken back. */
export async function readUncondensed(
  ctx: StatementCtx,
  { conversationId, most }: { conversationId: string; most: number },
): Promise<Uncondensed> {
  const [row] = await ctx.query<{ read: Read }>({ ...UNCONDENSED, values: [conversationId, most] });
  const { messages, ...read } = row!.read;
  return { ...read, messages: messages.map((said) => ({ ...said, saidAt: new Date(said.saidAt) })) };
}

type Read = Omit<Uncondensed, 'messages'> & {
  messages: (Omit<Uncondensed['messages'][number], 'saidAt'> & { saidAt: string })[];
};

const UNCONDENSED = {
  name: 'read_uncondensed',
  text: `with summary as (
      select id, content, created_at, covers_to from messages where conversation_id = $1 and role = 'summary'
      order by created_at desc, covers_to desc limit 1)
    select json_build_object(
      'zone', (select zone from profiles),
      'earlier', (select json_build_object('id', id, 'content', content) from summary),
      'messages', (select coalesce(json_agg(m), '[]') from (
        select id, role, text, created_at as "saidAt", awaits is not null as "isOpen" from messages
        where conversation_id = $1 and role <> 'summary' and not withheld and (created_at, id) > (
          coalesce((select created_at from summary), '-infinity'),
          coalesce((select covers_to from summary), '00000000-0000-0000-0000-000000000000'))
        order by created_at, id limit $2::int) m)
    ) as read`,
};
