// Under which names the MCP door is asked for: anything else is a page that was led here (DNS rebinding).
import { localhostAllowedHostnames } from '@modelcontextprotocol/server';
import { LOCAL } from '../http/cors.ts';

/** Host names without ports: those that a request may name as its host, and those that a web page may come from. */
export function hostsOf({ publicUrl, corsOrigins }: { publicUrl: string; corsOrigins: readonly string[] }): {
  hosts: string[];
  origins: string[];
} {
  const local = localhostAllowedHostnames();
  const { hostname } = new URL(publicUrl);
  const hosts = local.includes(hostname) ? local : [hostname];
  const listed = corsOrigins.flatMap((origin) => (origin === LOCAL ? local : new URL(origin).hostname));
  return { hosts, origins: [...hosts, ...listed] };
}
