// The order of the files: long ones first, so that at the end nobody waits for one that started last.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Half a minute to ten seconds, also on a machine that has measured nothing yet. Those that wait beside those that compute. */
const LONGEST = [
  'test/stories/kill-goal.test.ts',
  'test/stories/kill-ladder.test.ts',
  'test/http/matrix.test.ts',
  'test/stories/hammer.test.ts',
  'test/stories/kill-conversation.test.ts',
  'test/parts/dev/ground.test.ts',
  'test/parts/retention/retention.test.ts',
  'test/parts/chat/hostile-answers.test.ts',
  'test/parts/growth.test.ts',
];

/** One after the other: a process is handed on from file to file only within a project. What stands alone comes into the gaps. */
const PROJECTS = ['apart', 'together', 'alone'];

export default class LongestFirst extends BaseSequencer {
  /** The named ones, then each project as vitest would have it. */
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    // Not an array's.
    // oxlint-disable-next-line unicorn/no-array-sort
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => placeOf(a) - placeOf(b));
  }
}

function placeOf({ moduleId, project }: TestSpecification): number {
  const named = LONGEST.findIndex((path) => moduleId.endsWith(path));
  return named >= 0 ? named : LONGEST.length + PROJECTS.indexOf(project.name);
}
