// Where in an operation's request ids stand, read out of the API's own document, and what to put there instead.
import { randomUUID } from 'node:crypto';
import type { Api, Operation } from '../../harness/http.ts';
import type { Entry, Parts } from './entry.ts';

export interface Place {
  in: 'path' | 'query' | 'body';
  name: string;
}

interface Schema {
  $ref?: string;
  format?: string;
  properties?: Record<string, Schema>;
}

/** Every parameter and every field of the body that is a UUID or as good as one; X-Org-Id aside, which every operation has. */
export function placesOf(api: Api, operation: Operation, { capabilities = [] }: Entry): Place[] {
  return [...uuidPlaces(api, operation), ...capabilities.map((name) => ({ in: 'body' as const, name }))];
}

function uuidPlaces({ document }: Api, { method, path }: Operation): Place[] {
  const { parameters = [], requestBody } = document.paths[path][method.toLowerCase()];
  const body = resolve(document, requestBody?.content['application/json']?.schema ?? {});
  const fields = Object.entries(body.properties ?? {}).map(([name, schema]) => ({
    name,
    schema,
    in: 'body',
  }));
  const all = [...parameters, ...fields].filter(({ in: where }) => where !== 'header');
  const places = all.filter(({ schema }: { schema: Schema }) => schema.format === 'uuid');
  if (JSON.stringify(all).split('"format":"uuid"').length - 1 !== places.length)
    throw new Error(`${method} ${path}: an id lies deeper in the request than the matrix looks`);
  return places.map(({ in: where, name }) => ({ in: where, name }));
}

/** Names of the fields that the body may have. */
export function fieldsOf({ document }: Api, { method, path }: Operation): string[] {
  const { requestBody } = document.paths[path][method.toLowerCase()];
  const schema = resolve(document, requestBody.content['application/json'].schema);
  return Object.keys(schema.properties ?? {});
}

const resolve = (document: Api['document'], schema: Schema): Schema =>
  schema.$ref === undefined ? schema : document.components.schemas[schema.$ref.split('/').at(-1)!];

export const spell = (place: Place): string => `${place.name} in ${place.in}`;
export const valueAt = (parts: Parts, place: Place): unknown => parts[place.in]?.[place.name];

/** The same request with something else in that place. */
export const withValue = (parts: Parts, place: Place, value: unknown): Parts => ({
  ...parts,
  [place.in]: { ...parts[place.in], [place.name]: value },
});

/** Under new ids where the client makes them, so that nothing but the id that is swapped can be what is refused. */
export const renewed = (parts: Parts, { clientMade = [] }: Entry): Parts =>
  clientMade.reduce((all, name) => withValue(all, { in: 'body', name }, randomUUID()), parts);
