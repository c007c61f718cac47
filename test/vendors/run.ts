// `npm run vendors`: what would take the suite too long, or more than Node: plans within their deadline, and a judge of how we call.
import { parseArgs } from 'node:util';
import { startGround } from '../harness/global-setup.ts';
import { runDeadlines } from './deadlines.ts';
import { runJudge } from './judge.ts';

const HELP = `Usage: npm run vendors -- [--runs 500] [--judge]

Plans one wish after the other while both providers fail in every way, and counts those that are there in time.
  --runs 500   how many plans; 0: none
  --judge      lets llmock (PyPI, needs Python 3.10 with pip) grade our requests and what we make of its faults
`;

const { values: asked } = parseArgs({
  options: {
    runs: { type: 'string', default: '500' },
    judge: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});
const say = (line: string): void => void process.stderr.write(`${line}\n`);
const tell = (name: string, figures: object): void =>
  void process.stdout.write(`${name}: ${JSON.stringify(figures, null, 2)}\n`);

const countsOf = (words: string[]): Record<string, number> =>
  Object.fromEntries([...new Set(words)].map((word) => [word, words.filter((one) => one === word).length]));

if (asked.help) process.stdout.write(HELP);
else {
  const runs = Number(asked.runs);
  if (runs > 0) {
    await using parts = new AsyncDisposableStack();
    const ground = await startGround();
    parts.defer(() => ground.stop());
    const told = await runDeadlines(ground, runs, say);
    tell('deadlines', told);
    const isAsked = told.calls >= 4 * runs && told.settled === told.calls;
    if (told.inTime < runs || told.technical > 0 || !isAsked) process.exitCode = 1;
  }
  if (asked.judge) {
    const { findings, ...judged } = await runJudge(say);
    tell('llmock', {
      ...judged,
      findings: countsOf(findings.map(({ severity, code }) => `${severity} ${code}`)),
    });
    if (judged.unexplained + judged.trusted > 0 || judged.answered < judged.asked) process.exitCode = 1;
  }
}
