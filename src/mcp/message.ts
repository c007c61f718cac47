// What stands in the body of a request to the MCP door, before anybody acts on it.
import type { LimitGroup } from '../kernel/limits.ts';
import { TOOLS } from '../tools.ts';

/** JSON-RPC 2.0, 5.1 */
const PARSE_ERROR = -32700;
const INVALID_REQUEST = -32600;
const METHOD_NOT_FOUND = -32601;

/** `refusal`: the answer to what nobody here takes, for who is let in. */
export function readMessage(body: string): { message: unknown; refusal: Response | null } {
  let message: unknown;
  let isOdd = false;
  try {
    // Schemas lose a field of this name, where every other that they do not know ends the call.
    message = JSON.parse(body, (name, value: unknown) => {
      isOdd ||= name === '__proto__';
      return value;
    });
  } catch {
    return { message: null, refusal: refuse(PARSE_ERROR, 'The body is no JSON.') };
  }
  if (Array.isArray(message))
    return { message: null, refusal: refuse(INVALID_REQUEST, 'Send one message at a time.') };
  if (isOdd)
    return { message, refusal: refuse(INVALID_REQUEST, 'There is no field __proto__.', idOf(message)) };
  // It would hold a stream open, and nothing would ever be sent on it.
  if (methodOf(message) === 'subscriptions/listen')
    return { message, refusal: refuse(METHOD_NOT_FOUND, 'There is nothing to listen to.', idOf(message)) };
  return { message, refusal: null };
}

/** The bucket that a message takes from: a tool's own; none for what asks for no answer. */
export function groupOf(message: unknown): { group: LimitGroup | null; isTool: boolean } {
  if (methodOf(message) === 'tools/call') {
    const { params } = message as { params?: { name?: unknown } | null };
    return { group: TOOLS.get(String(params?.name))?.limit ?? 'crud', isTool: true };
  }
  return { group: idOf(message) === null && methodOf(message) !== null ? null : 'crud', isTool: false };
}

const methodOf = (message: unknown): string | null => {
  const method = memberOf(message, 'method');
  return typeof method === 'string' ? method : null;
};

const idOf = (message: unknown): string | number | null => {
  const id = memberOf(message, 'id');
  return typeof id === 'string' || typeof id === 'number' ? id : null;
};

const memberOf = (message: unknown, name: string): unknown =>
  typeof message === 'object' && message !== null ? Reflect.get(message, name) : undefined;

const refuse = (code: number, text: string, id: string | number | null = null): Response =>
  Response.json({ jsonrpc: '2.0', id, error: { code, message: text } }, { status: 400 });
