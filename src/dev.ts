// `npm run dev`: everything in one terminal; Ctrl-C ends all of it.
import { fileURLToPath } from 'node:url';
import { installRuntime } from '../temporal/runtime.ts';
import { readConfig } from './config.ts';
import { HELP, readOptions } from './dev/options.ts';
import { createReport } from './dev/report.ts';
import { createLog } from './kernel/log.ts';
import { startStack } from './dev/start-stack.ts';

const DIRECTORY = fileURLToPath(new URL('../.flux', import.meta.url));

async function run(): Promise<void> {
  const counts = readOptions(process.argv.slice(2));
  if (counts === null) {
    process.stdout.write(HELP);
    return;
  }
  installRuntime(createLog({ level: 'error', process: 'worker' }));
  const stopped = Promise.withResolvers<void>();
  // From the first moment on: Ctrl-C during a long start ends what has been started so far.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopped.resolve());
  const starting = startStack(readConfig(), DIRECTORY, createReport(), counts);
  const stack = await Promise.race([starting, stopped.promise]);
  if (!stack) {
    process.stdout.write('\nEnding what has started …\n');
    await starting.then((late) => late.stop()).catch(() => {});
    return;
  }
  process.stdout.write(
    `\nFlux is ready. API docs: ${stack.apiUrl}/docs   Phone: ${stack.phoneUrl}   Temporal: ${stack.temporalUiUrl}\n`,
  );
  process.stdout.write(
    'A page on another port of this machine may call the API, while CORS_ORIGINS names no others.\n',
  );
  process.stdout.write(
    'See a whole story with `npm run demo` in another terminal. Ctrl-C ends everything.\n',
  );
  await stopped.promise;
  process.stdout.write('\nEnding …\n');
  await stack.stop();
}

try {
  await run();
} catch (error) {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
