// Opens a zip with a reader of another maker than its writer's, and holds each entry against what the manifest says of it.
import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { expect } from 'vitest';
import yauzl from 'yauzl';

/** Text by name, in the order of the file. */
export type Entries = ReadonlyMap<string, string>;

export async function readZip(bytes: Uint8Array): Promise<Entries> {
  const zip = await yauzl.fromBufferPromise(Buffer.from(bytes));
  const entries = new Map<string, string>();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    entries.set(entry.fileName, content.toString('utf8'));
  }
  return entries;
}

/** As `readZip`, once what the manifest says is true. */
export async function readExport(bytes: Uint8Array): Promise<Entries> {
  const entries = await readZip(bytes);
  const manifest = JSON.parse(entries.get('manifest.json')!);
  expect([...entries.keys()]).toEqual([
    ...manifest.entries.map(({ name }: { name: string }) => name),
    'manifest.json',
  ]);
  for (const { name, bytes: size, sha256 } of manifest.entries) {
    const content = Buffer.from(entries.get(name)!);
    const hash = createHash('sha256').update(content).digest('hex');
    expect([name, content.length, hash]).toEqual([name, size, sha256]);
  }
  return entries;
}
