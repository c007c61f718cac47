// Gives the bodies of an operation names of their own where they have none: SayToCoachRequest, SayToCoachWorking.
import type { Operation } from './document.ts';

/** Moves what is inline into `schemas`, and leaves a reference. */
export function nameBodies(operation: Operation, schemas: Record<string, unknown>): void {
  const name = operation.operationId.charAt(0).toUpperCase() + operation.operationId.slice(1);
  for (const media of Object.values(operation.requestBody?.content ?? {}))
    nameSchema(media, `${name}Request`, schemas);
  for (const [status, { content = {} }] of Object.entries(operation.responses))
    for (const media of Object.values(content))
      nameSchema(media, status === '202' ? `${name}Accepted` : `${name}Answer`, schemas);
}

function nameSchema(media: Record<string, unknown>, name: string, schemas: Record<string, unknown>): void {
  const { schema } = media;
  if (typeof schema !== 'object' || schema === null || !('type' in schema) || schema.type !== 'object')
    return;
  if (name in schemas) throw new Error(`${name} is the name of another schema`);
  schemas[name] = schema;
  media['schema'] = { $ref: `#/components/schemas/${name}` };
}
