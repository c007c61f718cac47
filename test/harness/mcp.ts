// An MCP client of somebody: the vendor's own, over a socket.
import { Client, StreamableHTTPClientTransport, type ClientOptions } from '@modelcontextprotocol/client';

// oxlint-disable-next-line typescript/no-explicit-any
type Json = any;

export interface McpSession {
  client: Client;
  /** What the tool answers; its problem is thrown as an error with the problem's members. */
  call(name: string, input?: object, meta?: Record<string, unknown>): Promise<Json>;
  /** The problem that it ends in; an answer fails. */
  refused(name: string, input?: object, meta?: Record<string, unknown>): Promise<Json>;
  close(): Promise<void>;
}

export interface McpOptions extends ClientOptions {
  token: string;
  /** X-Org-Id */
  orgId?: string;
}

/** `url`: the API's own. */
export async function openMcp(url: string, { token, orgId, ...options }: McpOptions): Promise<McpSession> {
  const client = new Client({ name: 'test', version: '1' }, options);
  const headers = { authorization: `Bearer ${token}`, ...(orgId !== undefined && { 'x-org-id': orgId }) };
  await client.connect(
    new StreamableHTTPClientTransport(new URL(`${url}/mcp`), { requestInit: { headers } }),
  );
  const send = async (name: string, input: object = {}, meta?: Record<string, unknown>) => {
    const result = await client.callTool({
      name,
      arguments: { ...input },
      ...(meta && { _meta: meta }),
    });
    const [said] = result.content;
    if (said?.type !== 'text') throw new Error(`${name} said nothing`);
    const output: Json = JSON.parse(said.text);
    if (!result.isError && JSON.stringify(result.structuredContent) !== said.text)
      throw new Error(`${name} says two things`);
    return { isError: result.isError === true, output };
  };
  return {
    client,
    call: async (name, input, meta) => {
      const { isError, output } = await send(name, input, meta);
      if (isError) throw new Error(`${name}: ${JSON.stringify(output)}`);
      return output;
    },
    refused: async (name, input, meta) => {
      const { isError, output } = await send(name, input, meta);
      if (!isError) throw new Error(`${name} was not refused: ${JSON.stringify(output)}`);
      return output;
    },
    close: () => client.close(),
  };
}
