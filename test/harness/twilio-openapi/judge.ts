// Twilio's own OpenAPI as a judge: stands between the SDK and the simulator and finds fault with either side.
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { Ajv, type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { Hono } from 'hono';
import { z } from 'zod';

interface Operation {
  id: string;
  method: string;
  path: RegExp;
  /** Form fields, or for a GET the query; unknown names are faults, and so are numbers that are none. */
  request: ValidateFunction;
  readParams: (text: string) => Record<string, unknown>;
  responses: Map<number, ValidateFunction>;
}

/** What was wrong with one exchange; no faults = legal on both sides. */
export interface Verdict {
  operation: string;
  requestFaults: string[];
  responseFaults: string[];
}

export interface Exchange {
  method: string;
  /** Path with query. */
  url: string;
  /** The form as sent. */
  body: string;
  status: number;
  answer: unknown;
}

/** Source: the excerpts beside this file. A path or method that they do not hold is a fault. */
export function loadJudge(): (exchange: Exchange) => Verdict {
  const operations = ['api-v2010.json', 'verify-v2.json'].flatMap(loadOperations);
  return (exchange) => {
    const url = new URL(exchange.url, 'http://judge');
    const operation = operations.find((o) => o.method === exchange.method && o.path.test(url.pathname));
    if (!operation)
      return {
        operation: 'unknown',
        requestFaults: [`no ${exchange.method} ${url.pathname}`],
        responseFaults: [],
      };
    const params = operation.readParams(exchange.method === 'GET' ? url.search : exchange.body);
    const schema =
      operation.responses.get(exchange.status) ??
      (exchange.status >= 400 ? operation.responses.get(ANY_REFUSAL) : undefined);
    return {
      operation: operation.id,
      requestFaults: faults(operation.request, params),
      responseFaults: schema
        ? faults(schema, exchange.answer)
        : [`status ${exchange.status} is not in the document`],
    };
  };
}

/** A proxy on loopback in front of `upstream` that judges every exchange. Point the SDK at its `url`. */
export async function startJudge(
  upstream: string,
): Promise<{ url: string; verdicts: Verdict[]; stop(): Promise<void> }> {
  const judge = loadJudge();
  const verdicts: Verdict[] = [];
  const app = new Hono();
  app.all('*', async (c) => {
    const url = c.req.path + new URL(c.req.url).search;
    const body = await c.req.text();
    const { method } = c.req;
    const headers = new Headers(c.req.raw.headers);
    for (const name of ['host', 'connection', 'content-length', 'accept-encoding']) headers.delete(name);
    const res = await fetch(upstream + url, { method, headers, ...(method === 'GET' ? {} : { body }) });
    const answer: unknown = await res.json();
    verdicts.push(judge({ method, url, body, status: res.status, answer }));
    return Response.json(answer, { status: res.status });
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((req, res) => void listener(req, res));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the judge has no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    verdicts,
    async stop() {
      const closed = once(server, 'close');
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

/** As much of OpenAPI and JSON Schema as is read here; the rest goes to ajv as it is. */
const schemaShape = z.looseObject({
  type: z.string().optional(),
  pattern: z.string().optional(),
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })).optional(),
});
const operationShape = z.object({
  operationId: z.string(),
  parameters: z.array(z.object({ name: z.string(), in: z.string(), schema: schemaShape })),
  requestBody: z
    .object({ content: z.object({ 'application/x-www-form-urlencoded': z.object({ schema: schemaShape }) }) })
    .optional(),
  responses: z.record(
    z.string(),
    z.object({ content: z.object({ 'application/json': z.object({ schema: schemaShape }) }) }),
  ),
});
const documentShape = z.object({
  paths: z.record(z.string(), z.record(z.string(), operationShape)),
  components: z.object({ schemas: z.record(z.string(), schemaShape) }),
});
type Schema = z.infer<typeof schemaShape>;
type VendorOperation = z.infer<typeof operationShape>;

function loadOperations(file: string): Operation[] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8');
  const { paths, components } = documentShape.parse(JSON.parse(text, patch));
  const schemas = Object.fromEntries(Object.entries(components.schemas).map(([k, v]) => [k, complete(v)]));
  const ajv = new Ajv({ allErrors: true, strict: false });
  addFormats.default(ajv);
  for (const [name, pattern] of Object.entries(FORMATS)) ajv.addFormat(name, pattern);
  ajv.addSchema({ $id: 'vendor', components: { schemas } });
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => {
      const request = requestSchema(operation, method);
      return {
        id: operation.operationId,
        method: method.toUpperCase(),
        path: pathPattern(path, operation),
        request: ajv.compile(request),
        readParams: (params: string) => readParams(params, request),
        responses: new Map([[ANY_REFUSAL, ajv.compile(ERROR_BODY)], ...responseSchemas(ajv, operation)]),
      };
    }),
  );
}

/** Formats that only Twilio knows. The others (uri, date-time, …) are ajv's. */
const FORMATS: Record<string, RegExp | true> = {
  'date-time-rfc-2822': /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
  'phone-number': /^(whatsapp:)?\+[1-9]\d{6,14}$/,
  endpoint: /^\+[1-9]\d{6,14}$/,
  currency: /^[A-Za-z]{3}$/,
  'http-method': /^(GET|POST)$/,
  'uri-map': true,
  twiml: true,
};

const ANY_REFUSAL = 0;
/** Every refusal that the document does not describe itself. Source: twilio.com/docs/usage/twilios-response#exceptions. */
const ERROR_BODY = {
  type: 'object',
  properties: {
    code: { type: 'integer' },
    message: { type: 'string', minLength: 1 },
    more_info: { type: 'string', format: 'uri' },
    status: { type: 'integer', minimum: 400, maximum: 599 },
  },
  required: ['code', 'message', 'more_info', 'status'],
  additionalProperties: false,
};

/**
 * A reviver that makes the mechanical changes without which ajv refuses the document or finds fault with the vendor's
 * own answers: `nullable` goes where no type stands beside it, `format: uri` where the real ones are relative.
 */
function patch(key: string, value: unknown): unknown {
  if (key === '$ref') return `vendor${String(value)}`;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return value;
  const drop = new Set<string>();
  if (!('type' in value)) drop.add('nullable');
  if (/^((first|next|previous)_page_)?uri$/.test(key)) drop.add('format');
  return Object.fromEntries(Object.entries(value).filter(([name]) => !drop.has(name)));
}

/** Closed, and with every key: the vendor sends them all, so its stand-in must. */
function complete(schema: Schema): Schema {
  if (!schema.properties) return schema;
  return { ...schema, additionalProperties: false, required: Object.keys(schema.properties) };
}

function requestSchema(operation: VendorOperation, method: string): Schema {
  const form = operation.requestBody?.content['application/x-www-form-urlencoded'].schema;
  if (form && method === 'post') return { ...form, additionalProperties: false };
  const query = operation.parameters.filter((p) => p.in === 'query');
  const properties = Object.fromEntries(query.map((p) => [p.name, p.schema]));
  return { type: 'object', properties, additionalProperties: false };
}

function responseSchemas(ajv: Ajv, operation: VendorOperation): [number, ValidateFunction][] {
  return Object.entries(operation.responses).map(([status, response]) => [
    Number(status),
    ajv.compile(Number(status) >= 400 ? ERROR_BODY : complete(response.content['application/json'].schema)),
  ]);
}

function pathPattern(path: string, operation: VendorOperation): RegExp {
  const pattern = path.replaceAll('.', '\\.').replace(/\{(\w+)\}/g, (_, name: string) => {
    const vendor = operation.parameters.find((p) => p.name === name)?.schema.pattern ?? '[^/]+';
    return `(?:${vendor.replace(/^\^|\$$/g, '')})`;
  });
  return new RegExp(`^${pattern}$`);
}

/** Text as the types that the schema names; what cannot be turned stays text and is found out. */
function readParams(text: string, schema: Schema): Record<string, unknown> {
  const params = new URLSearchParams(text);
  return Object.fromEntries(
    [...new Set(params.keys())].map((name) => {
      const type = schema.properties?.[name]?.type;
      const values = params.getAll(name);
      const [only] = values;
      return [
        name,
        type === 'array' || only === undefined || values.length > 1 ? values : readScalar(only, type),
      ];
    }),
  );
}

function readScalar(value: string, type: string | undefined): unknown {
  if ((type === 'integer' || type === 'number') && /^-?\d+(\.\d+)?$/.test(value)) return Number(value);
  if (type === 'boolean' && /^(true|false)$/.test(value)) return value === 'true';
  return value;
}

function faults(validate: ValidateFunction, value: unknown): string[] {
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (e) => `${e.instancePath || '/'} ${e.message} ${JSON.stringify(e.params)}`,
  );
}
