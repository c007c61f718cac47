// What a client may show beside a conversation: the plan, today, and the days of the last year, as the tools tell them.
import { ProtocolError, ProtocolErrorCode, ResourceNotFoundError } from '@modelcontextprotocol/server';
import { missingScope } from '../llm/tool.ts';
import { TOOLS, type ToolPorts } from '../tools.ts';
import type { McpCaller } from './caller.ts';
import { toolProblem } from './tool-problem.ts';

type Read = (tool: string, input: object) => Promise<Record<string, unknown>>;

interface Described {
  uri: string;
  name: string;
  title: string;
  description: string;
  /** By which it is read: whoever may not call one of them does not see it. */
  tools: readonly string[];
  read: (read: Read) => Promise<object>;
}

const RESOURCES: readonly Described[] = [
  {
    uri: 'flux://plan',
    name: 'plan',
    title: 'The plan',
    description: 'Goals that run, and the next fifty open tasks.',
    tools: ['list_goals', 'list_tasks'],
    read: async (read) => {
      const { goals } = await read('list_goals', { status: 'active' });
      const { tasks } = await read('list_tasks', { from: new Date().toISOString(), status: 'pending' });
      return { goals, tasks };
    },
  },
  {
    uri: 'flux://today',
    name: 'today',
    title: 'Today',
    description: "The tasks of today, in the person's zone.",
    tools: ['list_today'],
    read: (read) => read('list_today', {}),
  },
  {
    uri: 'flux://heatmap',
    name: 'heatmap',
    title: 'Heatmap',
    description: 'The streak, today, and what was due and done on each day of the last year.',
    tools: ['read_progress'],
    read: async (read) => (await read('read_progress', { weeks: 1 }))['overview'] as object,
  },
];

const mayRead = ({ scopes }: McpCaller, { tools }: Described): boolean =>
  tools.every((name) => missingScope(TOOLS.get(name)!, scopes) === null);

export const resourcesFor = (caller: McpCaller) =>
  RESOURCES.filter((one) => mayRead(caller, one)).map(({ tools: _tools, read: _read, ...one }) => ({
    ...one,
    mimeType: 'application/json',
  }));

/** JSON, in which words of the person are values. Throws ProtocolError, with the problem's code for an outage. */
export async function readResource(ports: ToolPorts, caller: McpCaller, uri: string) {
  const resource = RESOURCES.find((one) => one.uri === uri);
  if (!resource || !mayRead(caller, resource)) throw new ResourceNotFoundError(uri);
  const read: Read = (name, input) =>
    TOOLS.get(name)!.run(ports, caller.actor, input) as Promise<Record<string, unknown>>;
  try {
    const text = JSON.stringify(await resource.read(read));
    return { contents: [{ uri, mimeType: 'application/json', text }] };
  } catch (error) {
    const { code, result } = toolProblem(error, caller);
    const [said] = result.content;
    throw new ProtocolError(ProtocolErrorCode.InternalError, code, said?.type === 'text' ? said.text : code);
  }
}
