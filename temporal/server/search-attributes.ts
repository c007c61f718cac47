// What operators can filter workflows by has to be known to the server before a workflow may carry it.
import type { Connection } from '@temporalio/client';
import type { SearchAttributeType } from '@temporalio/common';

/** Name to type, as in `defineSearchAttributeKey`. */
export type SearchAttributes = Readonly<Record<string, SearchAttributeType>>;

/** IndexedValueType of temporal/api/enums/v1/common.proto. */
const INDEXED_VALUE_TYPES = {
  TEXT: 1,
  KEYWORD: 2,
  INT: 3,
  DOUBLE: 4,
  BOOL: 5,
  DATETIME: 6,
  KEYWORD_LIST: 7,
} as const;

/**
 * Registers those that `namespace` does not know yet; a development server takes them at once. Right at any start: the
 * CLI's own `--search-attribute` adds nothing to a namespace that is there already.
 * @throws the server's error, for instance where this login may not do it
 */
export async function registerSearchAttributes(
  connection: Connection,
  namespace: string,
  attributes: SearchAttributes,
): Promise<void> {
  const known = await connection.operatorService.listSearchAttributes({ namespace });
  const missing = Object.entries(attributes).filter(([name]) => !(name in known.customAttributes));
  if (missing.length === 0) return;
  const searchAttributes = Object.fromEntries(
    missing.map(([name, type]) => [name, INDEXED_VALUE_TYPES[type]]),
  );
  await connection.operatorService.addSearchAttributes({ namespace, searchAttributes });
}
