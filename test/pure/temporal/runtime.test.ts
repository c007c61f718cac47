// What the SDK says is kept, but for what says nothing.
import { expect, test } from 'vitest';
import { createLog } from '../../../src/kernel/log.ts';
import { loggerOfSdk } from '../../../temporal/runtime.ts';

test('a worker without workflows is worth a warning on the main queue, and nowhere else', () => {
  const lines: Record<string, unknown>[] = [];
  const logger = loggerOfSdk(
    createLog({ level: 'info', process: 'worker' }, { write: (line) => lines.push(JSON.parse(line)) }),
  );
  const said = 'No workflows registered, not polling for workflow tasks';
  for (const taskQueue of ['flux', 'flux-turns', 'flux-whatsapp', 'flux-call', 'recall', undefined])
    logger.warn(said, { sdkComponent: 'worker', ...(taskQueue && { taskQueue }) });
  logger.warn('Something else', { taskQueue: 'flux-turns', payload: 'canary' });
  expect(lines.map(({ msg, taskQueue }) => [msg, taskQueue])).toEqual([
    [said, 'flux'],
    [said, 'recall'],
    [said, undefined],
    ['Something else', 'flux-turns'],
  ]);
  expect(JSON.stringify(lines)).not.toContain('canary');
});
