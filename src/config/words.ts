// What stands beside every variable for those who set it: docs/configuration.md and .env.example are written from it.
import { z } from 'zod';

export interface Words {
  /** What the variable is for, in one or two sentences of Markdown. */
  what: string;
  /** What counts while it is not set, where that is no plain default: "made in dev". */
  unset?: string;
  unit?: 'ms';
  example?: string;
  isSecret?: true;
}

/** Words by schema; every variable registers its own. */
export const words = z.registry<Words>();
