// Says when a proxy seems to stand in front that nobody told us of: everybody behind it counts as one address then, and
// shares what one address may do.
import type { MiddlewareHandler } from 'hono';
import type { Log } from '../kernel/log.ts';
import type { Env } from './env.ts';

export interface ProxyRules {
  publicUrl: string;
  /** How many proxies of ours write X-Forwarded-For. */
  trustedProxyHops: number;
  log: Log;
}

const ONE_ADDRESS = 'TRUSTED_PROXY_HOPS is 0, so that whoever comes through a proxy counts as one address';

/**
 * We speak no TLS, so https means a proxy: said when the process starts. Else the first request that names one says it,
 * once in the life of the process; whoever asks may have written that themselves.
 */
export function tellProxies({ publicUrl, trustedProxyHops, log }: ProxyRules): MiddlewareHandler<Env> {
  let isQuiet = trustedProxyHops > 0;
  if (!isQuiet && publicUrl.startsWith('https:')) {
    log.warn(`PUBLIC_URL is https, which a proxy makes of it: ${ONE_ADDRESS}`);
    isQuiet = true;
  }
  return async (c, next) => {
    if (!isQuiet && c.req.header('X-Forwarded-For') !== undefined) {
      isQuiet = true;
      c.var.log.warn(`A request came with X-Forwarded-For: ${ONE_ADDRESS}`);
    }
    await next();
  };
}
