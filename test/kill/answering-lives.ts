// People whom Flux hears badly, or not at all: they answer while the API is dead, or can be reached by no channel.
import { arrive, plan, reached, settled } from './acts.ts';
import type { Life } from './lives.ts';

/** What is said by WhatsApp while nobody listens counts all the same, once somebody listens again. */
export const answersToNobody: Life = async (town, random) => {
  const { world, silence, records } = town;
  const person = await arrive(town, { channels: ['whatsapp'], windowSeconds: random.between(1, 3) });
  const task = await plan(person, 'Run 5 km', new Date());
  if (!(await reached(town, person, 'whatsapp', settled(town, task)))) return;
  const [reminder] = person.received().messages;
  await silence.next(() =>
    world.simulator.phone.sendText(person.number, 'done', { repliedTo: reminder!.sid }),
  );
  records.saidToNobody += 1;
  const { via } = await settled(town, task, ({ status }) => status === 'done');
  if (via !== 'whatsapp') throw new Error(`"done" by WhatsApp was heard by ${via}`);
};

/** A task that began nearly an hour ago, so that its ladder gives up soon. */
const AGO_MS = 59.2 * 60_000;

/** Nobody who can be reached by no channel has missed anything. */
export const unreachable: Life = async (town, random) => {
  const person = await arrive(town, { channels: [], windowSeconds: random.between(1, 3) });
  const task = await plan(person, 'Run 5 km', new Date(Date.now() - AGO_MS));
  const { status, wasLate } = await settled(town, task);
  if (!wasLate && status !== 'undelivered') throw new Error(`a ladder without a channel ended as ${status}`);
};
