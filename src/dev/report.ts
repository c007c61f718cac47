// One readable line per part of the development set-up, and what a long part is doing meanwhile.
import { styleText } from 'node:util';

export type Reality = 'real' | 'simulated';

export interface Part<T> {
  name: string;
  reality: Reality;
  /** Where it is, from what was started. */
  where: (started: T) => string;
}

export interface Report {
  /** Runs `start` and prints the part's line with the time it took. */
  part<T>(part: Part<T>, start: (progress: (message: string) => void) => Promise<T>): Promise<T>;
  /** Says that a part has ended by itself, and how. */
  loss(name: string, how: string): void;
}

/** Lines on `out`; on a terminal the progress of a part overwrites itself. */
export function createReport(out: NodeJS.WriteStream = process.stdout): Report {
  return {
    async part({ name, reality, where }, start) {
      const startedAt = performance.now();
      const clear = () => out.isTTY && out.write('\r\x1b[2K');
      const progress = (message: string) => {
        clear();
        out.write(out.isTTY ? `… ${name}: ${message}` : `  ${name}: ${message}\n`);
      };
      if (out.isTTY) progress('starting');
      try {
        const started = await start(progress);
        clear();
        const took = `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
        const kind = styleText(reality === 'real' ? 'green' : 'yellow', reality.padEnd(9));
        out.write(
          `${styleText('green', '✓')} ${name.padEnd(11)} ${kind} ${where(started).padEnd(52)} ${took.padStart(7)}\n`,
        );
        return started;
      } catch (error) {
        clear();
        out.write(
          `${styleText('red', '✗')} ${name.padEnd(11)} ${error instanceof Error ? error.message : String(error)}\n`,
        );
        throw error;
      }
    },
    loss: (name, how) =>
      void out.write(`${styleText('red', '✗')} ${name.padEnd(11)} ended by itself (${how})\n`),
  };
}
