// The secrets of a development machine: made once and kept, so that tokens and push subscriptions outlive a restart.
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import webpush from 'web-push';
import { z } from 'zod';

const secrets = z.object({
  TOKEN_SECRET: z.string(),
  TWILIO_AUTH_TOKEN: z.string(),
  VAPID_PUBLIC_KEY: z.string(),
  VAPID_PRIVATE_KEY: z.string(),
  apiPassword: z.string(),
  workerPassword: z.string(),
});

export type DevSecrets = z.infer<typeof secrets>;

/** Reads `<directory>/secrets.json`, or makes it (mode 0600). Throws where a file is there that is not ours to read. */
export async function devSecrets(directory: string): Promise<DevSecrets> {
  const file = join(directory, 'secrets.json');
  const kept = await readFile(file, 'utf8').catch(() => null);
  if (kept !== null) {
    const parsed = secrets.safeParse(JSON.parse(kept));
    if (parsed.success) return parsed.data;
    throw new Error(`${file} is not what Flux wrote: delete it, and new secrets are made.`);
  }
  const { publicKey, privateKey } = webpush.generateVAPIDKeys();
  const made: DevSecrets = {
    TOKEN_SECRET: randomBytes(32).toString('hex'),
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
    VAPID_PUBLIC_KEY: publicKey,
    VAPID_PRIVATE_KEY: privateKey,
    apiPassword: randomBytes(16).toString('hex'),
    workerPassword: randomBytes(16).toString('hex'),
  };
  await mkdir(directory, { recursive: true });
  await writeFile(file, JSON.stringify(made, null, 2), { mode: 0o600, flag: 'wx' });
  return made;
}
