// What agents of rooms may look up: the tools of the registry that change nothing and leave this product alone.
import { z } from 'zod';
import type { RoomTool, RoomTools } from '../src/rooms/speak.ts';
import { READING_TOOLS, type ToolPorts } from '../src/tools.ts';

/** Each as whoever owns the room. */
export function openRoomTools(ports: ToolPorts): RoomTools {
  return new Map(
    READING_TOOLS.map((tool): [string, RoomTool] => [
      tool.name,
      {
        name: tool.name,
        description: tool.description,
        inputSchema: JSON.stringify(z.toJSONSchema(tool.input, { io: 'input' })),
        run: (actor, input) => tool.run(ports, actor, input),
      },
    ]),
  );
}
