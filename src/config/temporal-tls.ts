// Whether Temporal is spoken to over TLS, and which settings contradict each other: said at boot rather than by a
// handshake that fails without a reason.

interface Settings {
  TEMPORAL_ADDRESS?: string | undefined;
  TEMPORAL_API_KEY?: string | undefined;
  TEMPORAL_TLS?: boolean | undefined;
  TEMPORAL_TLS_SERVER_NAME?: string | undefined;
  TEMPORAL_TLS_CA_PATH?: string | undefined;
  TEMPORAL_TLS_CERT_PATH?: string | undefined;
  TEMPORAL_TLS_KEY_PATH?: string | undefined;
}

/** What only counts where there is TLS; an API key would else travel in the clear. */
const OVER_TLS = [
  'TEMPORAL_API_KEY',
  'TEMPORAL_TLS_CERT_PATH',
  'TEMPORAL_TLS_KEY_PATH',
  'TEMPORAL_TLS_CA_PATH',
  'TEMPORAL_TLS_SERVER_NAME',
] as const;

/**
 * As TEMPORAL_TLS says; without it true where an API key or a client certificate is given. Throws RangeError with a
 * sentence that names the variable at fault and never its value.
 */
export function temporalTls(settings: Settings): boolean {
  const cert = settings.TEMPORAL_TLS_CERT_PATH !== undefined;
  const key = settings.TEMPORAL_TLS_KEY_PATH !== undefined;
  if (cert !== key)
    throw new RangeError(
      `TEMPORAL_TLS_${cert ? 'CERT' : 'KEY'}_PATH needs TEMPORAL_TLS_${cert ? 'KEY' : 'CERT'}_PATH as well`,
    );
  const tls = settings.TEMPORAL_TLS ?? (cert || settings.TEMPORAL_API_KEY !== undefined);
  const idle = OVER_TLS.find((name) => settings[name] !== undefined);
  if (!tls && idle !== undefined) throw new RangeError(`${idle} needs TLS: set TEMPORAL_TLS to true`);
  if (tls && settings.TEMPORAL_ADDRESS === undefined)
    throw new RangeError(`${idle ?? 'TEMPORAL_TLS'} means nothing without TEMPORAL_ADDRESS`);
  return tls;
}
