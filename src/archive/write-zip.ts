// Writes an export as a zip, piece by piece: nothing of it is in memory as a whole.
import { createHash } from 'node:crypto';
import { finished, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { FORMAT, MANIFEST, SCHEMA_VERSION } from '../exports/form.ts';
import { entriesOf, type Entry, type RowSource } from './entries.ts';

/** What manifest.json says of an entry. */
export interface Listed {
  name: string;
  rows: number;
  bytes: number;
  /** Hex. */
  sha256: string;
}

export interface ZipOptions extends RowSource {
  /** Of the one moment as which everything was read. */
  readAt: Date;
  entries?: readonly Entry[];
  /** Told after each entry. */
  written: (entries: number) => Promise<void>;
}

/** The bytes of the file. What reading throws ends it. */
export function writeZip(options: ZipOptions): AsyncIterable<Buffer> {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  zip.on('error', (error: Error) => void out.destroy(error));
  fill(zip, options).catch((error: unknown) => out.destroy(error as Error));
  return out;
}

async function fill(zip: ZipFile, { entries = entriesOf(), written, ...source }: ZipOptions): Promise<void> {
  const listed: Listed[] = [];
  const { readAt: mtime } = source;
  for (const entry of entries) {
    const one: Listed = { name: entry.name, rows: 0, bytes: 0, sha256: '' };
    const stream = Readable.from(hashed(entry, source, one), { objectMode: false });
    zip.addReadStream(stream, entry.name, { mtime, mode: MODE });
    // One cursor at a time: the next entry begins when this one has been read.
    await ended(stream);
    listed.push(one);
    await written(listed.length);
  }
  const manifest = {
    format: FORMAT,
    schema_version: SCHEMA_VERSION,
    read_at: mtime.toISOString(),
    person: source.userId,
    entries: listed,
  };
  zip.addBuffer(Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), MANIFEST, { mtime, mode: MODE });
  zip.end();
}

/** A plain file, which its owner may write and everybody may read. */
const MODE = 0o100644;

const ended = (stream: Readable): Promise<void> =>
  new Promise((resolve, reject) => {
    finished(stream, (error) => (error ? reject(error) : resolve()));
  });

async function* hashed(entry: Entry, source: RowSource, one: Listed): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const text of entry.text(source, (rows) => void (one.rows += rows))) {
    const piece = Buffer.from(text);
    hash.update(piece);
    one.bytes += piece.length;
    yield piece;
  }
  one.sha256 = hash.digest('hex');
}
