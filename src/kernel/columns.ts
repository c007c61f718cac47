// Columns that many tables have.
import { p } from '@mikro-orm/core';

/** A moment in UTC, to the millisecond, as JavaScript has it. */
export const instant = () => p.datetime().columnType('timestamptz(3)');
