// The builtin summariser: what plain words give away as decided or to be kept to, and how the rest began. It claims to
// understand nothing more.
import type { AgentInput, AgentOutput } from '../agents.ts';
import { findAgreed } from '../chat/find-agreed.ts';
import { shorten } from '../kernel/shorten.ts';

/** Of one message, and of all together. */
const BEGINNING = 80;
const LONGEST = 900;

/** English. Pure. */
export function condense({ earlier, messages }: AgentInput<'summariser'>): AgentOutput<'summariser'> {
  const { decisions, constraints } = findAgreed(messages);
  const last = messages.at(-1);
  const question = last?.role === 'assistant' ? /[^.!?\n]+\?/.exec(last.text)?.[0].trim() : undefined;
  return {
    decisions: decisions.map(({ text }) => text),
    constraints: constraints.map(({ text }) => text),
    open_questions: question ? [question] : [],
    summary: [beginnings(messages), earlier?.summary ?? ''].filter(Boolean).join(' Before: '),
  };
}

/** The newest first: what no longer fits is the oldest. */
function beginnings(messages: AgentInput<'summariser'>['messages']): string {
  const said = messages
    .filter(({ role }) => role === 'user')
    .map(({ text, said_on }) => `${said_on} “${shorten(text.replaceAll(/\s+/g, ' '), BEGINNING)}”`)
    .toReversed();
  return shorten(`They wrote, the newest first: ${said.join('; ') || 'nothing'}.`, LONGEST);
}
