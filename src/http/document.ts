// The OpenAPI document as it is given out: what every operation shares is said once, and every body has a name, so that
// generators make types of it that can be read.
import { z, type OpenAPIHono } from '@hono/zod-openapi';
import type { Limits } from '../kernel/limits.ts';
import { describeApi } from './describe-api.ts';
import type { Env } from './env.ts';
import { nameBodies } from './name-bodies.ts';
import { problemExamples } from './problem-examples.ts';
import { HEADERS, shareHeaders } from './shared-headers.ts';
import { TAGS, tagOf } from './tags.ts';

export interface DocumentPorts {
  version: string;
  limits: Limits;
  publicUrl: string;
}

/** OpenAPI 3.1 of all operations that hang in `app`. */
export function documentOf(app: OpenAPIHono<Env>, { version, limits, publicUrl }: DocumentPorts): object {
  const document = app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Flux',
      version,
      description: describeApi({ limits }),
      contact: { name: 'Whoever runs this Flux', url: publicUrl },
      license: { name: 'All rights reserved', url: `${publicUrl}/docs` },
    },
    servers: [{ url: publicUrl }],
    tags: TAGS.map(({ name, description }) => ({ name, description })),
  });
  const plain = documentShape.parse(document);
  plain.components['headers'] = HEADERS;
  plain.components['securitySchemes'] = {
    bearer: { type: 'http', scheme: 'bearer', description: 'An access token, or an API key.' },
  };
  delete plain.components['parameters'];
  for (const [path, item] of Object.entries(plain.paths))
    for (const operation of Object.values(item)) {
      operation['tags'] = [tagOf(path)];
      shareHeaders(operation);
      nameBodies(operation, plain.components.schemas);
    }
  plain.components['examples'] = problemExamples(JSON.stringify(plain.paths));
  return plain;
}

const operation = z.looseObject({
  operationId: z.string(),
  'x-rate-limit': z.string().nullable(),
  'x-access': z.string(),
  requestBody: z.looseObject({ content: z.record(z.string(), z.looseObject({})) }).optional(),
  responses: z.record(
    z.string(),
    z.looseObject({
      headers: z.record(z.string(), z.unknown()).optional(),
      content: z.record(z.string(), z.looseObject({})).optional(),
    }),
  ),
});

/** What is changed of the document; all else stays as it is. */
export type Operation = z.infer<typeof operation>;

const documentShape = z.looseObject({
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
});
