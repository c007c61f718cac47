// `npm run demo`: the product's story in the terminal, on the running `npm run dev` or on one of its own.
// Exits 0 only if all of it happened.
import { fileURLToPath } from 'node:url';
import { installRuntime } from '../temporal/runtime.ts';
import { readConfig, type Config } from './config.ts';
import { createNarrator } from './demo/narrator.ts';
import { tellStory } from './demo/story.ts';
import { createReport } from './dev/report.ts';
import { createLog } from './kernel/log.ts';
import { findRunning } from './dev/running.ts';
import { startStack } from './dev/start-stack.ts';

const DIRECTORY = fileURLToPath(new URL('../.flux', import.meta.url));

async function run(): Promise<void> {
  const config = readConfig();
  const running = await findRunning(DIRECTORY);
  const stack = running
    ? { ...running, stop: async () => {} }
    : await startStack(quiet(config), DIRECTORY, createReport());
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
