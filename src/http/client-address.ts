// Which address a request came from, as far as that can be believed: for limits before anybody has signed in.
import { isIP, isIPv6 } from 'node:net';
import type { Context } from 'hono';
import { incomingOf } from './incoming.ts';

/** `app.request()` has no socket. */
const NO_SOCKET = '0.0.0.0';

/**
 * The client's address, of IPv6 the /64: that much one household or machine has. `trustedHops`: how many proxies of our
 * own stand in front; each writes at the right end of X-Forwarded-For whom it was called by, so the n-th from the right
 * is what the outermost of them saw. What a client writes there stands further to the left, or is all there is where no
 * proxy is trusted, and is not looked at.
 */
export function clientAddress(c: Context, trustedHops: number): string {
  const socket = incomingOf(c)?.socket.remoteAddress ?? NO_SOCKET;
  if (trustedHops === 0) return networkOf(socket);
  // Empty elements of a list count for nothing (RFC 9110 5.6.1.2).
  const hops = (c.req.header('X-Forwarded-For') ?? '').split(',').flatMap((hop) => hop.trim() || []);
  return networkOf(withoutPort(hops.at(-trustedHops) ?? '') ?? socket);
}

/** "192.0.2.1:4711" and "[2001:db8::1]:4711" are written by some proxies; null where it is no address. */
function withoutPort(hop: string): string | null {
  const [, bracketed, plain] = /^(?:\[([^\]]+)\](?::\d+)?|(\d+\.\d+\.\d+\.\d+)(?::\d+)?)$/.exec(hop) ?? [];
  const address = bracketed ?? plain ?? hop;
  return isIP(address) === 0 ? null : address;
}

function networkOf(address: string): string {
  if (!isIPv6(address)) return address;
  // As the URL standard writes it: lower case, no needless zeros, at most one "::".
  const { hostname } = new URL(`http://[${address.replace(/%.*$/, '')}]`);
  const [head = '', tail = ''] = hostname.slice(1, -1).split('::');
  const [left, right] = [groupsOf(head), groupsOf(tail)];
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => '0');
  const whole = [...left, ...zeros, ...right];
  // IPv4 in an IPv6 socket: ::ffff:192.0.2.1
  if (whole.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return whole.slice(6).flatMap(bytesOf).join('.');
  return `${whole.slice(0, 4).join(':')}::/64`;
}

const groupsOf = (part: string): string[] => (part === '' ? [] : part.split(':'));

function bytesOf(group: string): number[] {
  const number = Number.parseInt(group, 16);
  return [number >> 8, number & 255];
}
