// Records what the workflows do: plays every case on real servers and keeps its history, for replay against later code.
// `npm run record-histories` plays the cases that have no history yet, so that older ones stay what older code did;
// `npm run record-histories -- <case> ...` plays these anew, for runs of which none is open any more.
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { startGround } from '../harness/global-setup.ts';
import { CASES } from './cases.ts';
import { isRecorded, writeHistory } from './histories.ts';
import { openStage } from './stage.ts';

Runtime.install({ logger: new DefaultLogger('ERROR'), shutdownSignals: [] });

const wanted = process.argv.slice(2);
await using ended = new AsyncDisposableStack();
const ground = await startGround();
ended.defer(() => ground.stop());
const stage = await openStage(ground);
ended.defer(() => stage.close());

for (const [type, cases] of Object.entries(CASES))
  for (const [name, play] of Object.entries(cases)) {
    const isDue = wanted.length > 0 ? wanted.includes(name) : !(await isRecorded(type, name));
    if (!isDue) continue;
    await writeHistory({ type, name, history: await play(stage) });
    process.stdout.write(`${type}/${name}\n`);
  }
