// How Ana and Flux agree on a plan: a wish, a draft, a change, and her yes.
import { z } from 'zod';
import { planContent } from '../planning/plan.ts';
import { CAST } from '../seed/cast.ts';
import type { Api } from './clients.ts';
import type { Narrator } from './narrator.ts';

const WISH = CAST.ana.wish;

const reply = z.object({
  conversation_id: z.string(),
  message: z.string(),
  goal_id: z.string().nullish(),
  proposed_plan: z.object({ draft: z.number(), hash: z.string(), plan: planContent }).nullish(),
});

/** Ends with an approved plan; throws where a draft does not come or a change makes no second one. */
export async function negotiate(
  api: Api,
  { tell }: Narrator,
): Promise<{ goalId: string; conversationId: string }> {
  tell('Ana', WISH);
  const proposed = await say(api, WISH);
  if (!proposed.goal_id || !proposed.proposed_plan) throw new Error('no plan was proposed');
  tell('Flux', proposed.message);
  showPlan(proposed.proposed_plan, tell);

  const change = 'Not on Mondays, please';
  tell('Ana', change);
  const changed = await say(api, change, proposed.conversation_id);
  if (changed.proposed_plan?.draft !== 2) throw new Error('the change made no second draft');
  showPlan(changed.proposed_plan, tell);

  tell('Ana', 'Yes, that works for me');
  const agreed = await say(api, 'Yes, that works for me', proposed.conversation_id);
  tell('Flux', agreed.message);
  return { goalId: proposed.goal_id, conversationId: proposed.conversation_id };
}

/** One message of Ana's, in a conversation that is there already or in a new one. */
export function say(api: Api, message: string, conversationId?: string): Promise<z.infer<typeof reply>> {
  return api(200, 'POST', '/v1/chat/messages', reply, {
    message,
    ...(conversationId && { conversation_id: conversationId }),
  });
}

function showPlan(
  { draft, hash, plan }: NonNullable<z.infer<typeof reply>['proposed_plan']>,
  tell: Narrator['tell'],
): void {
  const rows = plan.tasks.map(({ weeks, days, time, duration_minutes, title }) => {
    const span = weeks.from === weeks.to ? `week ${weeks.from}` : `weeks ${weeks.from}-${weeks.to}`;
    return `${span.padEnd(10)} ${days.join(' ').padEnd(12)} ${time}  ${String(duration_minutes).padStart(3)} min  ${title}`;
  });
  tell('Flux', [`Draft ${draft} (${hash.slice(0, 8)})`, ...rows].join('\n'));
}
