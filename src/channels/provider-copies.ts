// Deletes what Twilio keeps of a person: messages with their media, calls with their recordings.
import { FluxError } from '../kernel/errors.ts';
import type { Address } from './address.ts';
import type { TwilioClient } from './twilio-client.ts';
import { CLOCK_TOLERANCE_MS, readBackTo } from './twilio-look-up.ts';
import { LARGEST_PAGE } from './twilio-inbound.ts';
import { failureOf } from './twilio-outcome.ts';
import { toWhatsApp } from './whatsapp-address.ts';

/** refused: it is there still, since it is under way, or for a reason of Twilio's. */
export interface Forgotten {
  kind: 'gone' | 'refused';
  recordings: number;
}

export interface ProviderCopies {
  /** By its SID, of a message or a call; harmless when repeated. Throws PROVIDER_UNAVAILABLE. */
  forget(sid: string): Promise<Forgotten>;
  /** SIDs of what went to and came from a number of one person since then. Throws PROVIDER_UNAVAILABLE. */
  list(query: { address: Address; since: Date }): Promise<string[]>;
}

/** So many pages of a thousand are read back. */
const MAX_PAGES = 50;

export function createProviderCopies(twilio: TwilioClient): ProviderCopies {
  const forgetParts = async (sid: string): Promise<number> => {
    if (!sid.startsWith('CA')) {
      for (const media of await twilio.messages(sid).media.list()) await media.remove();
      return 0;
    }
    const recordings = await twilio.calls(sid).recordings.list();
    for (const recording of recordings) await recording.remove();
    return recordings.length;
  };

  return {
    forget: async (sid) => {
      try {
        const recordings = await forgetParts(sid);
        await (sid.startsWith('CA') ? twilio.calls(sid) : twilio.messages(sid)).remove();
        return { kind: 'gone', recordings };
      } catch (error) {
        return { kind: kindOf(error), recordings: 0 };
      }
    },

    list: async ({ address, since }) => {
      const whatsapp = toWhatsApp(address);
      const pageSize = LARGEST_PAGE;
      const read = await Promise.all([
        sidsSince(since, () => twilio.messages.page({ to: whatsapp, pageSize })),
        sidsSince(since, () => twilio.messages.page({ from: whatsapp, pageSize })),
        sidsSince(since, () => twilio.calls.page({ to: address, pageSize })),
      ]);
      return [...new Set(read.flat())];
    },
  };
}

function kindOf(error: unknown): Forgotten['kind'] {
  const failure = failureOf(error);
  if (failure.kind !== 'refused') throw unavailable(failure.detail);
  if (failure.reason === 'not_found') return 'gone';
  // Our credentials, or too many requests: it will do it later.
  if (!failure.permanent || failure.reason === 'configuration') throw unavailable(failure.detail);
  return 'refused';
}

async function sidsSince(since: Date, firstPage: Parameters<typeof readBackTo>[1]): Promise<string[]> {
  const earliestMs = since.getTime() - CLOCK_TOLERANCE_MS;
  const records = await readBackTo(earliestMs, firstPage, MAX_PAGES).catch((error: unknown) => {
    throw unavailable(failureOf(error).detail);
  });
  if (records === null) throw unavailable('The list of Twilio is too long to be read');
  return records.map(({ sid }) => sid);
}

const unavailable = (detail: string): FluxError => new FluxError('PROVIDER_UNAVAILABLE', { detail });
