// Whether the classifier gave a goal its tags.
import type { AgentOutput } from '../../src/agents.ts';
import type { TopicCase } from './case.ts';
import { verdictOf, type Verdict } from './verdict.ts';

/** The first tag is what the figures of its tasks are counted under; others may only stand where they are named. */
export function judgeTopic({ right }: TopicCase, { tags }: AgentOutput<'classifier'>): Verdict {
  const [first, ...others] = tags;
  const departures = right.map((reading) => {
    const allowed = [...reading.first, ...reading.also];
    return [
      ...(first && reading.first.includes(first)
        ? []
        : [`first ${first}, not ${reading.first.join(' or ')}`]),
      ...others.filter((tag) => !allowed.includes(tag)).map((tag) => `${tag} is no topic of it`),
      ...(reading.must ?? []).filter((tag) => !tags.includes(tag)).map((tag) => `${tag} is missing`),
      ...(new Set(tags).size === tags.length ? [] : ['a tag stands there twice']),
    ];
  });
  return verdictOf(tags.join(' '), departures);
}
