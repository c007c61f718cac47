// Moments in which the API is dead, for those who answer just then.

export class Silence {
  private readonly waiting = new Set<() => Promise<void>>();
  private isOver = false;

  /** Carries `answer` out the next time the API is dead, and at once where it will not die any more. */
  async next(answer: () => Promise<unknown>): Promise<void> {
    if (this.isOver) return void (await answer());
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.waiting.add(() =>
      answer().then(
        () => resolve(),
        (error: unknown) => reject(error),
      ),
    );
    return promise;
  }

  /** To be called while the API is dead. Resolves when everybody who waited has spoken; returns how many. */
  async fall(): Promise<number> {
    const speaking = [...this.waiting];
    this.waiting.clear();
    await Promise.all(speaking.map((speak) => speak()));
    return speaking.length;
  }

  /** Nobody waits any more. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.fall();
  }
}
