// What a run may be told on the command line.
import { parseArgs } from 'node:util';

export interface RunOptions {
  kills: number;
  seed: number;
  /** How many of each live with Flux at the same time. */
  ladders: number;
  plans: number;
  quiet: number;
  outageMs: number;
  providerMs: number;
}

const HELP = `npm run kill -- [options]

Kills the worker and the API with SIGKILL while people live with Flux, takes its servers away, asks its processes
to end, and then counts what happened at the far side, in PostgreSQL and in Temporal. Exit code 1 where a promise broke.

  --kills 100            how many processes are killed; about six seconds each
  --seed 7               the same order of kills and the same people; without it another one every time
  --ladders 16           people with reminders at a time, some of whom answer while the API is down
  --plans 5              people at a time who talk a wish into a plan
  --quiet 3              people at a time who say something once and then only read
  --outage-seconds 30    how long Temporal and PostgreSQL are away, each once refusing and once dead; 0: never
  --provider-seconds 120 how long the providers fail: a third each 503, 429 with Retry-After 3600, and time-outs; 0: never

The full run, about forty minutes: npm run kill -- --kills 200 --provider-seconds 360
`;

const text = (fallback: string) => ({ type: 'string', default: fallback }) as const;

/** Prints the help and ends where asked. Throws TypeError for an option that there is none of. */
export function readOptions(args: string[]): RunOptions {
  const { values } = parseArgs({
    args,
    options: {
      kills: text('100'),
      seed: text(String(Date.now() % 100_000)),
      ladders: text('16'),
      plans: text('5'),
      quiet: text('3'),
      'outage-seconds': text('30'),
      'provider-seconds': text('120'),
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    process.stdout.write(HELP);
    process.exit(0);
  }
  return {
    kills: Number(values.kills),
    seed: Number(values.seed),
    ladders: Number(values.ladders),
    plans: Number(values.plans),
    quiet: Number(values.quiet),
    outageMs: Number(values['outage-seconds']) * 1000,
    providerMs: Number(values['provider-seconds']) * 1000,
  };
}
