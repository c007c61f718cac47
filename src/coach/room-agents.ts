// Rooms without a model: a host that lets each agent speak once and then waits, agents that say what they are and ask
// on, and a summary of who said what. It claims to understand nothing.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { shorten } from '../kernel/shorten.ts';

type HostInput = AgentInput<'room_host'>;

/** Each agent speaks once after a person has, in the order in which they came. Pure. */
export function hostRoom({ agents, turns }: HostInput): AgentOutput<'room_host'> {
  const lastOfPeople = turns.findLastIndex(({ by }) => by === 'person');
  const spoken = new Set(turns.slice(lastOfPeople + 1).map((turn) => turn.agent_key));
  const next = agents.find(({ agent_key }) => !spoken.has(agent_key));
  return next
    ? { next: 'speak', agent_key: next.agent_key, why: `${next.name} has not spoken to this yet.` }
    : { next: 'wait', agent_key: null, why: 'Everybody has spoken: it is for the people to go on.' };
}

/** The same words get the same answer; another agent takes another question. Pure. */
export function speakInRoom({ you, turns, topic }: AgentInput<'room_agent'>): AgentOutput<'room_agent'> {
  const said = turns.findLast(({ by }) => by === 'person')?.text ?? topic;
  const own = turns.filter(({ agent_key }) => agent_key === you.agent_key).length;
  const seat = Array.from(you.agent_key).reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
  const question = QUESTIONS[(seat + own) % QUESTIONS.length]!;
  const heard = said === null ? '' : ` You said: “${shorten(said.replaceAll(/\s+/g, ' '), 120)}”.`;
  const say = `${you.name} here, without a language model: I can ask, and not argue.${heard} ${question}`;
  return { say, tool: null, arguments: null };
}

const QUESTIONS = [
  'What would be a first step that takes less than ten minutes?',
  'What could go wrong, and what would you do then?',
  'How would you notice in a month that it was right?',
  'What would you have to leave out for it?',
  'Who else does it concern, and what would they say?',
];

/** How each began, the newest first. Pure. */
export function condenseRoom({
  earlier,
  turns,
}: AgentInput<'room_summariser'>): AgentOutput<'room_summariser'> {
  const said = turns
    .map(({ by, agent_key, text }) => `${agent_key ?? by}: “${shorten(text.replaceAll(/\s+/g, ' '), 80)}”`)
    .toReversed();
  const now = shorten(`Said, the newest first: ${said.join('; ') || 'nothing'}.`, 900);
  return { summary: shorten([now, earlier ?? ''].filter(Boolean).join(' Before: '), 1500) };
}
