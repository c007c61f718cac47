// The PEM files for TLS to Temporal, proved before the SDK has them: it says of a bad one only that nobody is there.
import { createPrivateKey, X509Certificate } from 'node:crypto';
import type { TemporalAddress } from './connect.ts';
import { readNamedFile, unfit } from './named-file.ts';

/** As the SDK takes them. Throws an Error of one sentence that names the variable of the file at fault. */
export function readTlsFiles(config: TemporalAddress): {
  serverRootCACertificate?: Buffer;
  clientCertPair?: { crt: Buffer; key: Buffer };
} {
  const { TEMPORAL_TLS_CA_PATH: ca, TEMPORAL_TLS_CERT_PATH: cert, TEMPORAL_TLS_KEY_PATH: key } = config;
  return {
    ...(ca !== undefined && { serverRootCACertificate: certificateIn('TEMPORAL_TLS_CA_PATH', ca).pem }),
    ...(cert !== undefined && key !== undefined && { clientCertPair: pairIn(cert, key) }),
  };
}

function certificateIn(variable: string, path: string) {
  const pem = readNamedFile(variable, path);
  try {
    return { pem, certificate: new X509Certificate(pem) };
  } catch (error) {
    throw unfit(variable, 'that holds no certificate in PEM form', error);
  }
}

function pairIn(certPath: string, keyPath: string) {
  const { pem: crt, certificate } = certificateIn('TEMPORAL_TLS_CERT_PATH', certPath);
  const key = readNamedFile('TEMPORAL_TLS_KEY_PATH', keyPath);
  if (!certificate.checkPrivateKey(privateKeyIn(key)))
    throw unfit('TEMPORAL_TLS_KEY_PATH', 'with the key of another certificate');
  return { crt, key };
}

function privateKeyIn(pem: Buffer) {
  try {
    return createPrivateKey(pem);
  } catch (error) {
    throw unfit('TEMPORAL_TLS_KEY_PATH', 'that holds no private key in PEM form', error);
  }
}
