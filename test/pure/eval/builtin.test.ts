// What the builtin coach reads rightly of the set, to the case: any change of the coach shows here.
import { expect, test } from 'vitest';
import { KINDS } from '../../eval/case.ts';
import { figuresOf } from '../../eval/figures.ts';
import { openModel } from '../../eval/open-model.ts';
import { playSet } from '../../eval/play-set.ts';
import { readSet } from '../../eval/read-set.ts';
import { read } from '../../rules/read-project.ts';

const outcomes = await playSet(readSet(), { ...(await openModel('builtin')), parallel: 4 });

test('the cases that it does not read rightly are those that are known', async () => {
  const wrong = outcomes.filter(({ grade }) => grade !== 'right');
  const lines = wrong.map(({ kind, id, grade }) => `${grade} ${kind}/${id}\n`).join('');
  // Where it reads more, or other ones: look at `npm run eval`, then `npx vitest run test/pure/eval --update`.
  await expect(lines).toMatchFileSnapshot('../../eval/builtin-misread.txt');
});

test('the documents say its score as it is', () => {
  const page = read('docs/contributing.md');
  for (const { name, cases, grades, score } of figuresOf(outcomes))
    expect(page).toContain(
      `| ${name} | ${grades.right} of ${cases} | ${score.toFixed(1)} % | ${grades.asked} | ${grades.misread} |`,
    );
  expect(figuresOf(outcomes).map(({ name }) => name)).toEqual([...KINDS, 'all']);
});
