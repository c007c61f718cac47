// What PostgreSQL itself says of every statement that the product runs: its plan, its time, and how many pages it looked at.
import { setImmediate as turn } from 'node:timers/promises';
import pg from 'pg';

/** One statement, as often as it ran. */
export interface Ran {
  /** As it was sent, in one line, without its numbers. */
  text: string;
  /** Without planning, which costs the same at every size. */
  ms: number;
  /** Of 8 kB, looked at in memory or read. */
  pages: number;
  rows: number;
  /** "Seq Scan tasks", "Index Scan tasks_pkey": how each table was read. */
  scans: string[];
}

export interface Plans {
  /** What ran during `work`, functions' and foreign keys' statements as well; in the order in which they ended. */
  during(work: () => Promise<unknown>): Promise<Ran[]>;
  /** Connections from then on say nothing any more. */
  close(): Promise<void>;
}

const LOGINS = ['flux_api', 'flux_worker'];
const SETTINGS: Record<string, string> = {
  session_preload_libraries: 'auto_explain',
  'auto_explain.log_min_duration': '0',
  'auto_explain.log_analyze': 'on',
  'auto_explain.log_buffers': 'on',
  // The time of each node is not asked for: the clock would cost more than the nodes.
  'auto_explain.log_timing': 'off',
  'auto_explain.log_nested_statements': 'on',
  'auto_explain.log_parameter_max_length': '0',
  'auto_explain.log_format': 'json',
};

/**
 * For this database alone, from the next connection of our logins on: start API and worker after it. Reads the log of a
 * server that `startPostgres` began.
 */
export async function openPlans(adminUrl: string): Promise<Plans> {
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  const database = new URL(adminUrl).pathname.slice(1);
  for (const login of LOGINS)
    for (const [name, value] of Object.entries(SETTINGS))
      await admin.query(`alter role ${login} in database ${database} set ${name} = ${value}`);
  return {
    during: async (work) => {
      const from = await sizeOfLog(admin);
      await work();
      const ran = readPlans(await readLog(admin, from));
      // That took a while: whoever closed a connection meanwhile is heard before the next request is sent over it.
      await turn();
      await turn();
      return ran;
    },
    close: async () => {
      for (const login of LOGINS) await admin.query(`alter role ${login} in database ${database} reset all`);
      await admin.end();
    },
  };
}

/** Beside the data, whose folder is where the server stands. */
const LOG = '../postgres.log';

async function sizeOfLog(admin: pg.Client): Promise<number> {
  const { rows } = await admin.query<{ size: string }>('select size from pg_stat_file($1)', [LOG]);
  return Number(rows[0]!.size);
}

async function readLog(admin: pg.Client, from: number): Promise<string> {
  const { rows } = await admin.query<{ log: Buffer }>(
    'select pg_read_binary_file($1, $2, size - $2) as log from pg_stat_file($1)',
    [LOG, from],
  );
  return rows[0]!.log.toString();
}

/** A line of the log begins with its moment; what belongs to it follows, indented. */
const ENTRY = /^\d{4}-\d\d-\d\d [\d:.]+ \w+ \[\d+\] /m;
const PLAN = /^LOG: {2}duration: ([\d.]+) ms {2}plan:\n([^]*)$/;

function readPlans(log: string): Ran[] {
  return log.split(ENTRY).flatMap((entry) => {
    const [, ms, json] = PLAN.exec(entry) ?? [];
    if (json === undefined) return [];
    const { 'Query Text': text, Plan: plan } = JSON.parse(json) as { 'Query Text': string; Plan: Node };
    // A text of several statements comes with each of them: those that only set something up say nothing of the rest.
    if (text.includes(';') && plan['Node Type'] === 'Result') return [];
    const pages = (plan['Shared Hit Blocks'] ?? 0) + (plan['Shared Read Blocks'] ?? 0);
    const rows = plan['Actual Rows'] ?? 0;
    return [{ text: plainText(text), ms: Number(ms), pages, rows, scans: [...new Set(scansOf(plan))] }];
  });
}

interface Node {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Shared Hit Blocks'?: number;
  'Shared Read Blocks'?: number;
  'Actual Rows'?: number;
  'Actual Loops'?: number;
  Plans?: Node[];
}

/** What was never begun was not read. */
const scansOf = (node: Node): string[] => [
  ...(node['Node Type'].endsWith('Scan') && node['Actual Loops'] !== 0 && nameOf(node) !== ''
    ? [`${node['Node Type']} ${nameOf(node)}`]
    : []),
  ...(node.Plans ?? []).flatMap(scansOf),
];

const nameOf = (node: Node): string => node['Index Name'] ?? node['Relation Name'] ?? '';

/** Two lists of different lengths, and two values, are the same statement. */
const plainText = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/'(?:[^']|'')*'/g, "'…'")
    .replace(/\$\d+/g, '?')
    .replace(/(\?|'…')(, ?(\?|'…'))+/g, '…')
    .trim();
