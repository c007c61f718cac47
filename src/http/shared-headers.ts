// The headers that answers of every kind carry, described once.
import type { Operation } from './document.ts';
import { PROBLEMS, RETRY_AFTER_SECONDS, type ProblemCode } from './problem.ts';

const text = { type: 'string' };

export const HEADERS = {
  'X-Correlation-ID': {
    description: 'Names the request in our log: that of the request, or one that we made.',
    schema: { ...text, maxLength: 128 },
    example: '0192f0c1-7f7e-7c3a-9f43-2f6f8f1f2a10',
  },
  'RateLimit-Policy': {
    description: 'The limits that the request counted for: how many (q) in how many seconds (w).',
    schema: text,
    example: '"crud";q=60;w=60',
  },
  RateLimit: {
    description: 'How many requests are left (r), and after how many seconds there is one more (t).',
    schema: text,
    example: '"crud";r=59;t=1',
  },
  'Retry-After': {
    description: 'Seconds after which the same request may succeed.',
    schema: { type: 'integer', minimum: 1 },
    example: 5,
  },
  'WWW-Authenticate': {
    description: 'How to sign in (RFC 6750).',
    schema: text,
    example: 'Bearer',
  },
} as const;

const WAITS = new Set(
  (Object.keys(RETRY_AFTER_SECONDS) as ProblemCode[])
    .map((code) => PROBLEMS[code].status)
    .concat(PROBLEMS.TIMED_OUT.status),
);

/** Names them at every answer that may carry them. */
export function shareHeaders(operation: Operation): void {
  const isLimited = operation['x-access'] !== 'public' || '429' in operation.responses;
  for (const [status, response] of Object.entries(operation.responses)) {
    const names: (keyof typeof HEADERS)[] = ['X-Correlation-ID'];
    if (isLimited) names.push('RateLimit-Policy', 'RateLimit');
    if (WAITS.has(Number(status) as never) && isProblem(response)) names.push('Retry-After');
    if (status === '401' || status === '403') names.push('WWW-Authenticate');
    const shared = names.map((name) => [name, { $ref: `#/components/headers/${name}` }]);
    response.headers = { ...response.headers, ...Object.fromEntries(shared) };
  }
}

const isProblem = ({ content = {} }: Operation['responses'][string]): boolean =>
  'application/problem+json' in content;
