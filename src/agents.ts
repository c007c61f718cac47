// Every agent by name. It only gathers: each stands in its room.
import { orchestrator } from './chat/orchestrator.agent.ts';
import { summariser } from './chat/summariser.agent.ts';
import { classifier } from './goals/classifier.agent.ts';
import { planner } from './goals/planner.agent.ts';
import { scheduler } from './goals/scheduler.agent.ts';
import type { Agent, InputOf, OutputOf } from './llm/agent.ts';
import { onboarding } from './onboarding/onboarding.agent.ts';
import { patternObserver } from './patterns/pattern-observer.agent.ts';
import { roomAgent } from './rooms/room-agent.agent.ts';
import { roomHost } from './rooms/room-host.agent.ts';
import { roomSummariser } from './rooms/room-summariser.agent.ts';

export const AGENTS = {
  orchestrator,
  classifier,
  scheduler,
  pattern_observer: patternObserver,
  planner,
  summariser,
  onboarding,
  room_host: roomHost,
  room_agent: roomAgent,
  room_summariser: roomSummariser,
} as const satisfies Record<string, Agent>;

export type AgentName = keyof typeof AGENTS;
export type AgentInput<A extends AgentName> = InputOf<(typeof AGENTS)[A]>;
export type AgentOutput<A extends AgentName> = OutputOf<(typeof AGENTS)[A]>;
