// What happens to a call (picked up, a key pressed, hung up) reaches its story one event at a time.

export class Mailbox<T> {
  private waiting: T[] = [];
  private taker: ((event: T | 'closed') => void) | undefined;
  private closed = false;

  put(event: T): void {
    if (this.closed) return;
    const { taker } = this;
    this.taker = undefined;
    if (taker) taker(event);
    else this.waiting.push(event);
  }

  /** Everything that waits, now and later, learns that it is over; what was put before is dropped. */
  close(): void {
    this.closed = true;
    this.waiting = [];
    this.taker?.('closed');
    this.taker = undefined;
  }

  /** The next event; 'time-out' after `waitMs`; 'closed' once closed. One taker at a time. */
  async take(waitMs: number): Promise<T | 'time-out' | 'closed'> {
    if (this.closed) return 'closed';
    const first = this.waiting.shift();
    if (first !== undefined) return first;
    let timer: NodeJS.Timeout | undefined;
    try {
      return await new Promise((resolve) => {
        this.taker = resolve;
        timer = setTimeout(() => {
          this.taker = undefined;
          resolve('time-out');
        }, waitMs);
      });
    } finally {
      clearTimeout(timer);
    }
  }
}
