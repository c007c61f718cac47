// An account is erased, at once or after it was thought over, or not after all.
import { erasureWorkflowId } from '../../../temporal/flows/erasures.ts';
import { PASSWORD, type Person } from '../../harness/person.ts';
import type { Case } from '../cases.ts';

const ask = async (person: Person, waive: boolean): Promise<string> => {
  const asked = await person.expect(202, 'POST', '/v1/me/erasure', { waive, password: PASSWORD });
  return erasureWorkflowId(asked.id);
};

export const accountErasure = {
  'erased-at-once': async (stage) => {
    const person = await stage.person();
    await person.plan('Run 5 km', 3600);
    await person.say('I want to run 10 km in six weeks, three mornings a week');
    return stage.ends(await ask(person, true), 'erased');
  },

  'taken-back': async (stage) => {
    const person = await stage.person({ channels: [] });
    const workflowId = await ask(person, false);
    await stage.waitsFor(workflowId, 'cooling off');
    await person.expect(204, 'DELETE', '/v1/me/erasure');
    return stage.ends(workflowId, 'taken_back');
  },

  'waived-while-it-waits': async (stage) => {
    const person = await stage.person({ channels: [] });
    const workflowId = await ask(person, false);
    await stage.waitsFor(workflowId, 'cooling off');
    await ask(person, true);
    return stage.ends(workflowId, 'erased');
  },
} satisfies Record<string, Case>;
