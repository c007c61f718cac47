// `npm run eval`: how well a model reads what people say, what it costs and how long it takes, so that whoever deploys
// Flux can choose one by figures.
import { figuresOf } from './figures.ts';
import { keepRun, readRun } from './kept-run.ts';
import { openModel } from './open-model.ts';
import { chooseCases, HELP, readOptions, type EvalOptions } from './options.ts';
import { playSet } from './play-set.ts';
import { nameOfSet, readSet } from './read-set.ts';
import { changesOf, misreadOf, tableOf } from './report.ts';

/** The exit code: 1 where a kind is below what was asked for. */
async function run(options: EvalOptions): Promise<number> {
  const before = readRun(options.compare);
  if (!before && options.isCompareNamed) throw new Error(`${options.compare} is not there.`);
  const cases = chooseCases(readSet(), options);
  if (cases.length === 0) throw new Error('No case is called so.');
  const { model, prices } = await openModel(options.model);
  const set = nameOfSet();
  say(`${options.model} reads ${cases.length} cases of set ${set}, ${options.parallel} at a time`);

  let count = 0;
  const onOutcome = () => {
    count += 1;
    if (count % 50 === 0) process.stderr.write(`${count} of ${cases.length}\n`);
  };
  const outcomes = await playSet(cases, { model, prices, parallel: options.parallel, onOutcome });

  say(`\n${misreadOf(cases, outcomes)}`);
  say(tableOf(cases, outcomes));
  if (before) say(changesOf(outcomes, set, before));
  if (options.keep) {
    keepRun(options.keep, { version: 1, set, model: options.model, at: new Date().toISOString(), outcomes });
    say(`Kept in ${options.keep}.`);
  }
  const below = figuresOf(outcomes).filter(({ name, score }) => name !== 'all' && score < options.leastScore);
  for (const { name, score } of below)
    say(`${name}: ${score.toFixed(1)} % is less than ${options.leastScore} %.`);
  return below.length > 0 ? 1 : 0;
}

const say = (line: string): void => void process.stdout.write(`${line}\n`);

try {
  const options = readOptions(process.argv.slice(2));
  if (options) process.exitCode = await run(options);
  else process.stdout.write(HELP);
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`);
  process.exitCode = 2;
}
