// A REST client that holds every answer against the API's own OpenAPI document: status, media type and body.
import { randomUUID } from 'node:crypto';
import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { untilThere } from './until-there.ts';

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

export interface Answer {
  status: number;
  headers: Headers;
  // What an API says is for the test to check.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

export interface Operation {
  method: string;
  /** "/v1/tasks/{id}" */
  path: string;
  operationId: string;
  /** "tasks:read", "session", "public" */
  access: string;
  /** A scope that is needed beside it. */
  also: string | null;
  isSignedIn: boolean;
  hasBody: boolean;
}

export interface Request {
  token?: string;
  /** A string and bytes are sent as they are. */
  body?: unknown;
  headers?: Record<string, string>;
}

export interface Session {
  token: string;
  userId: string;
  email: string;
  /** As `Api.call`, with this person's token. */
  call(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** As `call`; anything else than `status` fails with what came instead. */
  expect(status: number, method: string, path: string, body?: unknown): Promise<Answer['body']>;
}

export interface Api {
  /** OpenAPI, as the API gives it. */
  document: Json;
  operations: Operation[];
  call(method: string, path: string, request?: Request): Promise<Answer>;
  register(options?: { zone?: string; onboarding?: boolean; name?: string }): Promise<Session>;
}

export const PASSWORD = 'correct horse battery';

/** Reads the document of the API at `url` and speaks with it from then on. */
export async function openApi(url: string): Promise<Api> {
  const document: Json = await (await fetch(`${url}/openapi.json`)).json();
  const judge = createJudge(document);

  const call: Api['call'] = async (method, path, { token, body, headers = {} } = {}) => {
    const response = await fetch(`${url}${path}`, {
      method,
      headers: {
        ...(token !== undefined && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: isAsItIs(body) ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    const isJson = /json/.test(response.headers.get('content-type') ?? '');
    const answer = {
      status: response.status,
      headers: response.headers,
      body: isJson ? JSON.parse(text) : text,
    };
    judge(method, path, answer);
    return answer;
  };

  return {
    document,
    operations: listOperations(document),
    call,
    register: async ({ zone = 'UTC', name, onboarding = false } = {}) => {
      const email = `${randomUUID()}@example.com`;
      const body = { email, password: PASSWORD, zone, onboarding, ...(name !== undefined && { name }) };
      const answer = await untilThere(() => call('POST', '/v1/auth/register', { body }));
      if (answer.status !== 201) throw new Error(`register: ${answer.status} ${JSON.stringify(answer.body)}`);
      const token: string = answer.body.access_token;
      const asPerson: Session['call'] = (method, path, body, headers = {}) =>
        call(method, path, { token, body, headers });
      return {
        token,
        email,
        userId: answer.body.user.id,
        call: asPerson,
        expect: async (expected, method, path, body) => {
          const answer = await asPerson(method, path, body);
          if (answer.status === expected) return answer.body;
          throw new Error(
            `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, not ${expected}`,
          );
        },
      };
    },
  };
}

const isAsItIs = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === 'string' || body instanceof Uint8Array;

function listOperations(document: Json): Operation[] {
  return Object.entries<Json>(document.paths).flatMap(([path, item]) =>
    Object.entries<Json>(item).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      operationId: operation.operationId,
      access: operation['x-access'],
      also: operation['x-access-also'] ?? null,
      isSignedIn: operation['x-access'] !== 'public',
      hasBody: operation.requestBody?.content['application/json'] !== undefined,
    })),
  );
}

/** Throws for an answer that the document does not allow; addresses outside the document are let through. */
function createJudge(document: Json): (method: string, path: string, answer: Answer) => void {
  const ajv = new Ajv2020.default({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(document, 'api');
  const validators = new Map<string, ValidateFunction>();
  const patterns = Object.keys(document.paths).map((path) => ({
    path,
    // A fixed segment wins over a parameter: /tasks/today is not /tasks/{id}.
    parameters: path.split('{').length,
    pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '[^/]+')}$`),
  }));
  patterns.sort((a, b) => a.parameters - b.parameters);

  return (method, address, { status, headers, body }) => {
    const [pathname = ''] = address.split('?');
    const path = patterns.find(({ pattern }) => pattern.test(pathname))?.path;
    const operation = path && document.paths[path][method.toLowerCase()];
    if (!path || !operation) return;
    const where = `${method} ${path} ${status}`;
    const declared = operation.responses[status];
    if (!declared) throw new Error(`${where} is not in the document: ${JSON.stringify(body)}`);
    if (!declared.content) {
      if (body !== '') throw new Error(`${where} has no body in the document: ${JSON.stringify(body)}`);
      return;
    }
    const mediaType = (headers.get('content-type') ?? '').split(';')[0] ?? '';
    if (!declared.content[mediaType]) throw new Error(`${where}: ${mediaType} is not in the document`);
    const pointer = ['paths', path, method.toLowerCase(), 'responses', status, 'content', mediaType, 'schema']
      .map((part) => encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1')))
      .join('/');
    const validate = validators.get(pointer) ?? ajv.compile({ $ref: `api#/${pointer}` });
    validators.set(pointer, validate);
    if (!validate(body))
      throw new Error(`${where}: ${ajv.errorsText(validate.errors)} in ${JSON.stringify(body)}`);
  };
}
