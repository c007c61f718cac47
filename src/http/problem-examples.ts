// One example for every problem that an answer can be: what a client meets, word for word.
import { PROBLEMS, titleOf, type ProblemCode } from './problem.ts';

interface Example {
  summary: string;
  value: object;
}

/** What some of them carry beside the members of the standard. */
const MORE: Partial<Record<ProblemCode, object>> = {
  VALIDATION_FAILED: { errors: [{ path: 'title', message: 'must hold something that can be seen' }] },
  INSUFFICIENT_SCOPE: { needed: 'tasks:write' },
};

/** By code, those that `paths` (JSON) refers to by `exampleOf`. */
export function problemExamples(paths: string): Record<string, Example> {
  return Object.fromEntries(
    PROBLEM_CODES.filter((code) => paths.includes(`"${exampleOf(code).$ref}"`)).map((code) => {
      const { status, sentence: detail } = PROBLEMS[code];
      const value = { type: `/problems/${code}`, title: titleOf(code), status, code, detail };
      const request_id = '0192f0c1-7f7e-7c3a-9f43-2f6f8f1f2a10';
      return [code, { summary: titleOf(code), value: { ...value, request_id, ...MORE[code] } }];
    }),
  );
}

export const exampleOf = (code: ProblemCode) => ({ $ref: `#/components/examples/${code}` });

/** Every code that a problem document can have. */
export const PROBLEM_CODES = (Object.keys(PROBLEMS) as ProblemCode[]).filter(
  (code) => PROBLEMS[code].status >= 400,
);
