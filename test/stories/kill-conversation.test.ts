// The promise: whoever is killed in the middle of a turn or of an approval: one reply, one plan, one set of tasks.
import { randomUUID } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Answer, Person } from '../harness/person.ts';
import { holdInDatabase, rowOf, writesTo } from '../kill/hold.ts';
import { insist } from '../kill/insist.ts';
import { withVictim, type Scene } from '../kill/scene.ts';

const WISH = 'I want to run 10 km in six weeks, three mornings a week before work';

/** A client that says the same words under the same id until it has the answer. */
const say = (person: Person, message: string, conversation?: string): Promise<Answer> =>
  insist(person, 'POST', '/v1/chat/messages', {
    message,
    message_id: randomUUID(),
    ...(conversation && { conversation_id: conversation }),
  });

/** Somebody with a plan that waits for their word. */
async function withPlan({ world }: Scene): Promise<{
  person: Person;
  goalId: string;
  conversation: string;
  approve: () => Promise<Answer>;
}> {
  const person = await world.person('Eva', { channels: [] });
  const { body } = await say(person, WISH);
  const { draft, hash } = body.proposed_plan;
  return {
    person,
    goalId: body.goal_id,
    conversation: body.conversation_id,
    approve: () => insist(person, 'POST', `/v1/goals/${body.goal_id}/approval`, { draft, hash }),
  };
}

describe.concurrent('killed in the middle', () => {
  test('the worker: of a turn, of drafting, of an activation, and before the answer', async () => {
    const stock = await withVictim('worker', async (scene) => {
      const { world, killWhen } = scene;
      const hold = (sql: string, id?: string) =>
        holdInDatabase(world.database.adminUrl, { sql, ...(id && { values: [id] }), login: 'flux_worker' });

      const dan = await withPlan(scene);
      const activating = await hold(rowOf('goals'), dan.goalId);
      const agreed = say(dan.person, 'Yes, let us do it', dan.conversation);
      await activating.reached;
      const answering = await hold(rowOf('conversations'), dan.conversation);
      await activating.release();
      await answering.reached;

      const eva = await withPlan(scene);
      expect((await say(eva.person, 'Forget it', eva.conversation)).body.message).toContain('Shall I let go');
      const lettingGo = await hold(rowOf('goals'), eva.goalId);
      const letGo = say(eva.person, 'Yes', eva.conversation);
      await lettingGo.reached;

      const drafting = await hold(writesTo('specialist_findings'));
      const drafted = say(await world.person('Ben', { channels: [] }), WISH);
      await drafting.reached;

      const opening = await hold(writesTo('goals'));
      const opened = say(await world.person('Ana', { channels: [] }), WISH);
      await killWhen(opening, drafting, lettingGo, answering);

      expect((await agreed).body.message).toContain('Agreed');
      expect((await letGo).body.message).toContain('Let go');
      expect((await drafted).body.proposed_plan.draft).toBe(1);
      expect((await opened).body.proposed_plan.draft).toBe(1);
    });
    expect(stock).toMatchObject({ turns: 7, plans: 1 });
  });

  test('the API: of a turn, of an approval by REST and of one in chat, and of its own transaction', async () => {
    const stock = await withVictim('api', async (scene) => {
      const { world, killWhen } = scene;
      const hold = (login: 'flux_api' | 'flux_worker', sql: string, id?: string) =>
        holdInDatabase(world.database.adminUrl, { sql, ...(id && { values: [id] }), login });

      const [ben, dan, eva] = [await withPlan(scene), await withPlan(scene), await withPlan(scene)];
      const byRest = await hold('flux_api', rowOf('goals'), ben.goalId);
      const approved = ben.approve();
      const inChat = await hold('flux_worker', rowOf('goals'), dan.goalId);
      const agreed = say(dan.person, 'Yes, let us do it', dan.conversation);
      const listening = await hold('flux_api', rowOf('conversations'), eva.conversation);
      const changed = say(eva.person, 'Only twice a week, please', eva.conversation);
      await Promise.all([byRest.reached, inChat.reached, listening.reached]);

      const opening = await hold('flux_worker', writesTo('goals'));
      const opened = say(await world.person('Ana', { channels: [] }), WISH);
      await killWhen(opening, byRest, inChat, listening);

      expect((await approved).body.tasks).toBeGreaterThan(8);
      expect((await agreed).body.message).toContain('Agreed');
      expect((await changed).body.proposed_plan.draft).toBe(2);
      expect((await opened).body.proposed_plan.draft).toBe(1);
    });
    expect(stock).toMatchObject({ turns: 6, plans: 2 });
  });

  test('the API: of a change that is agreed to, and of the last session of a goal', async () => {
    const stock = await withVictim('api', async (scene) => {
      const { world, killWhen } = scene;
      const hold = (sql: string, id: string) =>
        holdInDatabase(world.database.adminUrl, { sql, values: [id], login: 'flux_api' });
      const [ana, ben] = [await withPlan(scene), await withPlan(scene)];
      await Promise.all([ana.approve(), ben.approve()]);
      const { body: change } = await insist(ana.person, 'POST', `/v1/goals/${ana.goalId}/modifications`, {
        message: 'Only twice a week, please',
        message_id: randomUUID(),
      });
      const { body } = await insist(ben.person, 'GET', `/v1/tasks?goal_id=${ben.goalId}&limit=100`);
      const [last, ...others] = body.tasks as { id: string }[];
      const done = (id: string) => insist(ben.person, 'POST', `/v1/tasks/${id}/completion`);
      for (const { id } of others) await done(id);

      const agreeing = await hold(rowOf('goals'), ana.goalId);
      const ref = { draft: change.draft, hash: change.hash };
      const agreed = insist(ana.person, 'POST', `/v1/goals/${ana.goalId}/approval`, ref);
      const ending = await hold(rowOf('goals'), ben.goalId);
      const ended = done(last!.id);
      await killWhen(agreeing, ending);

      expect((await agreed).status).toBe(200);
      expect((await ended).status).toBe(200);
      const { body: goal } = await insist(ben.person, 'GET', `/v1/goals/${ben.goalId}`);
      expect(goal).toMatchObject({ status: 'completed', progress: { open: 0, missed: 0 } });
      const { body: talk } = await insist(
        ben.person,
        'GET',
        `/v1/conversations/${ben.conversation}/messages?limit=100`,
      );
      const said = (talk.messages as { message: string }[]).filter(({ message }) =>
        /is done: all/.test(message),
      );
      expect(said).toHaveLength(1);
    });
    expect(stock).toMatchObject({ turns: 3, plans: 2 });
  });
});
