// Once per test process: the Temporal SDK says only what went wrong, as it does in a worker of ours.
import { createLog } from '../../src/kernel/log.ts';
import { installRuntime } from '../../temporal/runtime.ts';

installRuntime(createLog({ level: 'warn', process: 'worker' }));
