// What browsers may do with our answers: nothing, unless a page of ours says otherwise for itself.
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import type { Env } from './env.ts';

/**
 * The headers of an API (OWASP REST Security Cheat Sheet). A handler that sets one of them itself keeps its own.
 * HSTS is sent only where the outside world reaches us by https.
 */
export function protectBrowsers({ publicUrl }: { publicUrl: string }): MiddlewareHandler<Env> {
  return secureHeaders({
    overwrite: false,
    contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: publicUrl.startsWith('https:') && 'max-age=31536000; includeSubDomains',
    permissionsPolicy: { camera: [], geolocation: [], microphone: [] },
  });
}
