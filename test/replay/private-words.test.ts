// History holds ids and decisions: nothing that a person is called, wrote or can be reached by.
import { expect, test } from 'vitest';
import { CANARIES, FORBIDDEN } from './canaries.ts';
import { readHistories } from './histories.ts';

test('no history holds a private word', async () => {
  const found = (await readHistories()).flatMap(({ type, name, history }) =>
    history.events.flatMap((event) => {
      const text = readable(event);
      return FORBIDDEN.filter((word) => text.includes(word)).map(
        (word) => `${type}/${name}, event ${event.eventId}: ${word}`,
      );
    }),
  );
  expect(found).toEqual([]);
});

test('the search finds a word in a payload', () => {
  for (const words of Object.values(CANARIES)) {
    const data = Buffer.from(JSON.stringify({ words })).toString('base64');
    const text = readable({ input: { payloads: [{ metadata: { encoding: 'anNvbi9wbGFpbg==' }, data }] } });
    expect(FORBIDDEN.some((word) => text.includes(word))).toBe(true);
  }
});

/** All text of an event in lower case, its payloads decoded. */
function readable(event: object): string {
  const text = JSON.stringify(event, (key: string, value: unknown) =>
    key === 'data' && typeof value === 'string' ? Buffer.from(value, 'base64').toString() : value,
  );
  return text.toLowerCase();
}
