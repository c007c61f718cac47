// What `npm run dev` may be told on the command line.
import { parseArgs } from 'node:util';

export interface Counts {
  workers: number;
  apis: number;
}

/** PostgreSQL of `npm run dev` takes 200 connections, and each process opens up to ten. */
const MOST = 8;

export const HELP = `npm run dev -- [options]

Starts everything that Flux needs in one terminal, and ends it with Ctrl-C.

  --workers 2   how many workers run side by side, 1 to ${MOST}
  --apis 2      how many APIs do: the first on PORT, the others on the free ports behind it, 1 to ${MOST}
  --help        says this

More than one of a kind are processes of their own, named by their numbers: kill one, and the others go on.
Ports, secrets and servers of your own are variables, which docs/configuration.md explains.
`;

/** Null where help was asked for. Throws Error of one sentence for what it does not take. */
export function readOptions(args: string[]): Counts | null {
  const { workers, apis, help } = parse(args);
  return help ? null : { workers: countOf('--workers', workers), apis: countOf('--apis', apis) };
}

function parse(args: string[]) {
  const count = { type: 'string', default: '1' } as const;
  const help = { type: 'boolean', default: false } as const;
  try {
    return parseArgs({ args, options: { workers: count, apis: count, help } }).values;
  } catch (error) {
    const [sentence = ''] = (error as Error).message.split('. ');
    throw new Error(`${sentence}. \`npm run dev -- --help\` says what it can be told.`, { cause: error });
  }
}

function countOf(option: string, given: string): number {
  const count = Number(given);
  if (/^\d+$/.test(given) && count >= 1 && count <= MOST) return count;
  throw new Error(`${option} takes a whole number from 1 to ${MOST}, not "${given}".`);
}
