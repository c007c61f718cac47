// A few of the seeded people: those who are asked for the same things at every size.
import type pg from 'pg';
import { createAccessTokens } from '../../../src/account/access-token.ts';
import type { Answer } from '../../harness/http.ts';
import { openApi } from '../../harness/http.ts';
import type { World } from '../../harness/world.ts';

export interface Subject {
  orgId: string;
  userId: string;
  sessionId: string;
  /** One that is still to be done, a few days ahead. */
  taskId: string;
  /** Active, with a plan and tasks. */
  goalId: string;
  /** Their longest conversation. */
  talkId: string;
  /** One they belong to, or null. */
  teamId: string | null;
  /** By REST; anything else than `status` throws, and so does an answer that the API's document does not allow. */
  expect: (
    status: number,
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
  ) => Promise<Answer['body']>;
}

/** The first `count` of whoever was seeded, one in fifth of them with a team. Their tokens last for ten minutes. */
export async function readSubjects(world: World, admin: pg.Client, count: number): Promise<Subject[]> {
  const url = world.env['PUBLIC_URL']!;
  const api = await openApi(url);
  const tokens = createAccessTokens({ secret: world.env['TOKEN_SECRET']!, issuer: url });
  const { rows } = await admin.query<Omit<Subject, 'expect'>>(SUBJECTS, [count]);
  return Promise.all(
    rows.map(async (subject): Promise<Subject> => {
      const authorization = `Bearer ${await tokens.issue(subject)}`;
      return {
        ...subject,
        expect: async (status, method, path, body, headers = {}) => {
          const answer = await api.call(method, path, { body, headers: { authorization, ...headers } });
          if (answer.status === status) return answer.body;
          throw new Error(
            `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, not ${status}`,
          );
        },
      };
    }),
  );
}

const SUBJECTS = `
  select m.org_id as "orgId", m.user_id as "userId",
    (select id from sessions where user_id = m.user_id and revoked_at is null and expires_at > now() limit 1) as "sessionId",
    (select id from tasks where org_id = m.org_id and user_id = m.user_id and status = 'pending'
       and starts_at > now() + interval '3 days' order by starts_at limit 1) as "taskId",
    (select id from goals where org_id = m.org_id and user_id = m.user_id and status = 'active' order by id desc limit 1) as "goalId",
    (select conversation_id from messages where org_id = m.org_id and user_id = m.user_id
       group by 1 order by count(*) desc limit 1) as "talkId",
    (select org_id from members where user_id = m.user_id and org_id <> m.org_id) as "teamId"
  from users u join members m on m.user_id = u.id join orgs o on o.id = m.org_id and o.kind = 'personal'
  where u.email like 'person%' and split_part(split_part(u.email, '@', 1), 'person', 2)::int <= $1
  order by u.created_at, u.id`;
