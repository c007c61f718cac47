// Decides which push endpoints we are willing to call: the URL comes from a browser, so anyone can choose it.

/** The push services of the browsers; "*." stands for at least one label more. */
export const PUSH_SERVICE_HOSTS: readonly string[] = [
  'fcm.googleapis.com',
  '*.push.services.mozilla.com',
  '*.notify.windows.com',
  '*.push.apple.com',
];

export interface PushEndpointRules {
  /** Host names as in PUSH_SERVICE_HOSTS. */
  allowedHosts: readonly string[];
  /** Exact origins that are let through whatever they are: the simulator's "http://127.0.0.1:4010" in development. */
  extraAllowedOrigins: readonly string[];
}

export type PushEndpointRefusal = 'too_long' | 'not_a_url' | 'not_https' | 'has_extras' | 'host_not_allowed';

const MAX_LENGTH = 2048;

/**
 * Checks and normalises a push endpoint. Store and call only the `href` returned: other parsers read the raw text
 * differently (`https:fcm.googleapis.com` makes the legacy parser of Node connect to localhost).
 */
export function acceptPushEndpoint(
  endpoint: string,
  rules: PushEndpointRules,
): { href: string } | { refused: PushEndpointRefusal } {
  if (endpoint.length > MAX_LENGTH) return { refused: 'too_long' };
  // Forms that a URL parser repairs (missing or turned slashes, white space) never come from a browser's subscription.
  if (!/^https?:\/\/[^/\\\s\p{Cc}][^\\\s\p{Cc}]*$/iu.test(endpoint)) return { refused: 'not_a_url' };
  const url = URL.parse(endpoint);
  if (url === null) return { refused: 'not_a_url' };
  if (url.href.length > MAX_LENGTH) return { refused: 'too_long' };
  if (url.username !== '' || url.password !== '' || url.href.includes('#')) return { refused: 'has_extras' };
  if (rules.extraAllowedOrigins.includes(url.origin)) return { href: url.href };
  if (url.protocol !== 'https:') return { refused: 'not_https' };
  if (url.port !== '') return { refused: 'has_extras' };
  if (!rules.allowedHosts.some((allowed) => covers(allowed, url.hostname))) {
    return { refused: 'host_not_allowed' };
  }
  return { href: url.href };
}

function covers(allowed: string, hostname: string): boolean {
  if (!allowed.startsWith('*.')) return hostname === allowed;
  return hostname.endsWith(allowed.slice(1)) && !hostname.split('.').includes('');
}
