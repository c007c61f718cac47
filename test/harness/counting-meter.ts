// A meter that keeps what it is told, and lets in whom a test wants to let in.
import type { Call, Intended, Meter, Permit } from '../../src/llm/meter.ts';

export interface CountingMeter extends Meter {
  reserved: Intended[];
  settled: Call[];
}

export function countingMeter(
  permit: (intended: Intended) => Permit['kind'] = () => 'granted',
): CountingMeter {
  const reserved: Intended[] = [];
  const settled: Call[] = [];
  return {
    reserved,
    settled,
    reserve: async (intended) => {
      reserved.push(intended);
      const kind = permit(intended);
      return kind === 'granted' ? { kind, reservationId: String(reserved.length) } : { kind };
    },
    settle: async (call) => void settled.push(call),
  };
}
