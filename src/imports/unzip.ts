// Opens a zip that a stranger may have made: names that we write ourselves and no others, and no more than it says.
import { createHash } from 'node:crypto';
import yauzl from 'yauzl';
import { MANIFEST } from '../exports/form.ts';
import { FluxError } from '../kernel/errors.ts';
import { unreadable } from './read-text.ts';

const NAMES =
  /^(?:README\.txt|manifest\.json|calendar\.ics|(?:tasks|goals|messages|notifications)\.csv|data\/[a-z_]+\.json)$/;
const MOST_ENTRIES = 200;
/** Unpacked, of what is read; all else stays packed. It is parsed in a thread of its own, within its memory. */
const MOST_UNPACKED = 16 * 1024 * 1024;
/** What is packed tighter than our own texts ever are is a bomb. */
const TIGHTEST = 200;
const SMALL = 1024 * 1024;

/**
 * The bytes of the entries in `wanted`, by name. A name is only ever compared, and nothing is written anywhere. Throws
 * IMPORT_UNREADABLE for what is no zip, is cut off, or holds a name that is none of ours (a path, another zip), and
 * IMPORT_TOO_LARGE.
 */
export async function unzip(bytes: Uint8Array, wanted: readonly string[]): Promise<Map<string, Buffer>> {
  try {
    const zip = await yauzl.fromBufferPromise(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (zip.entryCount > MOST_ENTRIES) throw new FluxError('IMPORT_TOO_LARGE');
    return await readEntries(zip, wanted);
  } catch (error) {
    if (error instanceof FluxError) throw error;
    throw unreadable('no_zip', 'It is no zip, it is damaged, or it ends before its end.', error);
  }
}

async function readEntries(zip: yauzl.ZipFile, wanted: readonly string[]): Promise<Map<string, Buffer>> {
  const entries = new Map<string, Buffer>();
  let unpacked = 0;
  for await (const entry of zip.eachEntry()) {
    const { fileName, uncompressedSize, compressedSize } = entry;
    if (!NAMES.test(fileName) || entries.has(fileName))
      throw unreadable('not_ours', 'It holds files that no export of ours has.');
    if (uncompressedSize > SMALL && uncompressedSize > TIGHTEST * compressedSize)
      throw new FluxError('IMPORT_TOO_LARGE');
    if (!wanted.includes(fileName)) continue;
    unpacked += uncompressedSize;
    if (unpacked > MOST_UNPACKED) throw new FluxError('IMPORT_TOO_LARGE');
    // The reader itself ends where more comes out than was said.
    const pieces: Buffer[] = [];
    for await (const piece of await zip.openReadStreamPromise(entry)) pieces.push(piece as Buffer);
    entries.set(fileName, Buffer.concat(pieces));
  }
  return entries;
}

/** What the manifest says of an entry. */
export interface Listed {
  name: string;
  sha256: string;
}

/** Throws IMPORT_UNREADABLE where an entry is not as its manifest says, or is missing. */
export function requireListed(
  entries: ReadonlyMap<string, Buffer>,
  listed: readonly Listed[],
  name: string,
): Buffer {
  const bytes = entries.get(name);
  const said = listed.find((one) => one.name === name);
  const isAsSaid = bytes && said && createHash('sha256').update(bytes).digest('hex') === said.sha256;
  if (!isAsSaid) throw unreadable('changed', `${name} is missing, or is not what ${MANIFEST} says.`);
  return bytes;
}
