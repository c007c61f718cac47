// A message or a call is deleted: with it goes what the log of the protocol shows of it.
import { receive, type FarSideContext } from '../receive.ts';
import type { World } from '../world.ts';
import { refusalBody } from './vendor-error.ts';

/** `remove` throws a VendorError where it cannot be deleted yet. `number`: the person's phone, for faults. */
export function deletion(
  world: World,
  c: FarSideContext,
  { sid, number }: { sid: string; number: string },
  remove: () => void,
): Promise<Response> {
  return receive(world, c, {
    target: 'deletions',
    to: number,
    fields: { Sid: sid },
    refuse: refusalBody,
    accept: () => {
      remove();
      for (const event of world.state.protocol)
        if (event.path.includes(sid) || event.sid === sid || Object.values(event.fields).includes(sid))
          Object.assign(event, { fields: {}, path: event.path.replace(/\?.*/s, '') });
      world.changed();
      return { status: 204, body: null, acceptedId: sid };
    },
  });
}
