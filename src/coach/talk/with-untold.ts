// What the acts of a message left out is read by itself and done with them; what even that does not settle is said.
import { actOf, type Act, type Input, type Output } from './answer.ts';
import { sayUntold, untoldOf, type Untold } from './untold.ts';

/** `read`: one request by itself. */
export function withUntold(first: Output, input: Input, read: (text: string) => Output): Output {
  let said = first;
  let untold = untoldOf(input.message, said, input, read);
  for (let round = 0; round < 4 && untold.length > 0; round++) {
    const before = said;
    for (const one of untold) if (said === before) said = joinedWith(said, one, read);
    if (said === before) break;
    untold = untoldOf(input.message, said, input, read);
  }
  if (untold.length === 0) return said;
  const question = said.clarification_question;
  return {
    ...said,
    clarification_question: [sayUntold(untold), ...(question === null ? [] : [question])].join(' '),
  };
}

/** Acts on a task that stands in the calendar; nothing new is made of what was left over. */
const ON_TASKS = new Set<Act['intent']>(['COMPLETE', 'RESCHEDULE_TASK', 'CANCEL_TASK']);

function joinedWith(said: Output, { text }: Untold, read: (text: string) => Output): Output {
  const alone = read(text);
  const acts = [alone, ...alone.also].filter(({ intent }) => intent !== 'CLARIFY');
  const asked = alone.asks?.act;
  const all = [...acts, ...(asked ? [asked] : [])];
  const done = [said, ...said.also, ...(said.asks ? [said.asks.act] : [])].flatMap(
    ({ task_id: id }) => id ?? [],
  );
  const isSure =
    all.length > 0 &&
    all.every(({ intent, task_id: id }) => ON_TASKS.has(intent) && !done.includes(id ?? ''));
  if (!isSure || (asked && said.asks)) return said;
  const ask = asked && { clarification_question: alone.clarification_question, asks: alone.asks };
  if (said.intent !== 'CLARIFY')
    return { ...said, also: [...said.also, ...acts.map(asAct)].slice(0, 5), ...ask };
  // A question stays behind what can be done at once.
  const [now, ...more] = acts;
  if (!now || ask) return said;
  const { clarification_question, asks } = said;
  return { ...alone, ...now, also: more.map(asAct), clarification_question, asks };
}

const asAct = (one: Act | Output): Act => actOf(one as Output);
