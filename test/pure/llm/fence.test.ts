// Whatever stands in a question stays inside its marks, is read as it was written, and is nothing but data.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FENCE, fence } from '../../../src/llm/fence.ts';
import { mask } from '../../../src/llm/private-words.ts';
import { estimateTokens } from '../../../src/llm/token-estimate.ts';
import { HOSTILE_INPUTS } from './hostile-inputs.ts';

/** What a reader of JSON finds between the marks; throws where they are not the first and the last of their kind. */
function inside(fenced: string): unknown {
  const [before, json, ...after] = fenced.split(new RegExp(`${FENCE.open}|${FENCE.close}`));
  expect([before, after]).toEqual(['', ['']]);
  expect(fenced).toBe(`${FENCE.open}\n${json!.trim()}\n${FENCE.close}`);
  // Nothing begins a line, a mark or a direction of its own.
  expect(json!.trim()).not.toMatch(/[<>&\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  return JSON.parse(json!);
}

/** As JSON keeps it. */
const kept = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

test('three hundred hostile texts are data, hide nothing private, and come back as they were', async () => {
  expect(new Set(HOSTILE_INPUTS).size).toBe(300);
  for (const message of HOSTILE_INPUTS) {
    const question = { message, history: [{ role: 'user', text: `before: ${message}` }] };
    const { masked, unmask } = await mask(question);
    const fenced = fence(masked);
    expect(inside(fenced)).toEqual(kept(masked));
    expect(fenced).not.toMatch(/202 555 0143|anna@example\.com|token=abc/i);
    expect(JSON.stringify(unmask(masked)).toLowerCase()).toBe(JSON.stringify(question).toLowerCase());
    expect(fenced.length).toBeLessThan(200 + 6 * JSON.stringify(masked).length);
  }
});

test('any JSON at all is read as it was written', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: 'binary' }), (value, text) => {
      expect(inside(fence({ value, text }))).toEqual(kept({ value, text }));
    }),
    { numRuns: 300 },
  );
});

test.each([
  ['', 0],
  ['a'.repeat(35), 10],
  ['é'.repeat(35), 20],
  ['бег'.repeat(5), 12],
  ['走る', 3],
  ['Run 走る', 4],
])('“%s” is estimated at %i tokens', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});
