// What `npm run dev` can be told about the parts that it starts.
import { z } from 'zod';
import { port, url } from './kinds.ts';
import { words } from './words.ts';

export const DEVELOPMENT = {
  DEV_POSTGRES_PORT: port.default(5434).register(words, { what: 'PostgreSQL.' }),
  DEV_TEMPORAL_PORT: port.default(7233).register(words, { what: "Temporal's frontend." }),
  DEV_TEMPORAL_UI_PORT: port.default(8233).register(words, { what: "Temporal's Web UI." }),
  DEV_SIMULATOR_PORT: port.default(3100).register(words, { what: 'The simulator, with its phone.' }),
  TEMPORAL_UI_URL: url.optional().register(words, {
    what:
      'The Web UI of a Temporal that you run yourself, ' +
      'for the links that `npm run dev` and `npm run demo` print.',
    example: 'http://127.0.0.1:8080',
  }),
  TEMPORAL_CLI_PATH: z.string().optional().register(words, {
    what: 'The Temporal CLI to start the development server with.',
    unset: 'looked for',
  }),
  XDG_CACHE_HOME: z.string().optional().register(words, {
    what: 'Where a Temporal CLI that had to be downloaded or built is kept, for every clone of this user.',
    unset: "the user's cache",
  }),
};
