// `npm run demo`: the product's story in the terminal, on the running `npm run dev` or on one of its own. Exits 0 only if all of it happened.
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { installRuntime } from '../temporal/runtime.ts';
import { readConfig, type Config } from './config.ts';
import { createNarrator } from './demo/narrator.ts';
import { tellStory } from './demo/story.ts';
import { createReport } from './dev/report.ts';
import { createLog } from './kernel/log.ts';
import { startStack, type Stack } from './dev/start-stack.ts';

const DIRECTORY = fileURLToPath(new URL('../.flux', import.meta.url));
const place = z.object({ apiUrl: z.url(), phoneUrl: z.url(), temporalUiUrl: z.string() });

async function run(): Promise<void> {
  const config = readConfig();
  const running = await findRunning();
  const stack = running ?? (await startStack(quiet(config), DIRECTORY, createReport()));
  if (running) process.stdout.write(`Playing on the Flux that runs at ${running.apiUrl}\n`);
  try {
    const narrator = createNarrator();
    await tellStory({ ...stack, namespace: config.TEMPORAL_NAMESPACE }, narrator);
    narrator.chapter('The end. All of it happened.');
    const links = running
      ? 'The links to Temporal stay open.'
      : '`npm run dev` opens the links to Temporal again.';
    process.stdout.write(`${links}\n`);
  } finally {
    await stack.stop();
  }
}

/** The development set-up that runs already, which the demo leaves running. */
async function findRunning(): Promise<Stack | null> {
  try {
    const found = place.parse(JSON.parse(await readFile(`${DIRECTORY}/running.json`, 'utf8')));
    const health = await fetch(`${found.apiUrl}/livez`, { signal: AbortSignal.timeout(2000) });
    return health.ok ? { ...found, stop: async () => {} } : null;
  } catch {
    return null;
  }
}

/** The story is the output; the log says only what went wrong. */
function quiet(config: Config): Config {
  return { ...config, LOG_LEVEL: 'error' };
}

installRuntime(createLog({ level: 'error', process: 'worker' }));
try {
  await run();
} catch (error) {
  process.stderr.write(`\nThe story went wrong: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
