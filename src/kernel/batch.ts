// Lets one statement serve many requests: what arrives while a run is under way goes into the next one together.

/**
 * A function over one item, out of `run` over many (results in the order of the items). The first run begins when
 * whatever is at hand has been looked at, nothing waits for a timer, and at most `max` items go into one. A run that
 * throws fails each of its items with the same error.
 */
export function batched<Item, Result>(
  run: (items: Item[]) => Promise<Result[]>,
  { max }: { max: number },
): (item: Item) => Promise<Result> {
  let waiting: { item: Item; resolve: (result: Result) => void; reject: (error: unknown) => void }[] = [];
  let isRunning = false;

  const runAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const batch = waiting.slice(0, max);
      waiting = waiting.slice(max);
      try {
        const results = await run(batch.map(({ item }) => item));
        for (const [index, { resolve }] of batch.entries()) resolve(results[index]!);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    isRunning = false;
  };

  return (item) => {
    const { promise, resolve, reject } = Promise.withResolvers<Result>();
    waiting.push({ item, resolve, reject });
    if (!isRunning) atEndOfTurn(() => void runAll());
    isRunning = true;
    return promise;
  };
}

let ending: (() => void)[] = [];

/** Requests that came with the same turn of the event loop go together, and so do the batches that they are in. */
function atEndOfTurn(begin: () => void): void {
  if (ending.length === 0)
    setImmediate(() => {
      const all = ending;
      ending = [];
      for (const one of all) one();
    });
  ending.push(begin);
}
