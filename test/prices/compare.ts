// `npm run prices`: our table of prices beside the one that LiteLLM publishes in its Python package. Needs pip and the network.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { openPriceBook } from '../../src/usage/price-book.ts';
import { PRICES } from '../../src/usage/price-table.ts';
import { differences, type Published } from './differences.ts';

const FILE = 'litellm/model_prices_and_context_window_backup.json';

const [version] = process.argv.slice(2);
const directory = await mkdtemp(join(tmpdir(), 'flux-prices-'));
try {
  const name = version === undefined ? 'litellm' : `litellm==${version}`;
  await execa('python3', ['-m', 'pip', 'download', '--quiet', '--no-deps', '--dest', directory, name]);
  const [wheel = ''] = (await readdir(directory)).filter((file) => file.endsWith('.whl'));
  await execa('python3', ['-m', 'zipfile', '-e', join(directory, wheel), directory]);
  const published = JSON.parse(await readFile(join(directory, FILE), 'utf8')) as Record<string, Published>;
  const book = openPriceBook([]);
  const today = [...new Set(PRICES.map(({ model }) => model))].flatMap(
    (model) => book.find(model, new Date()) ?? [],
  );
  const found = differences(today, published);
  process.stdout.write(`${today.length} models against ${wheel}\n`);
  for (const line of found) process.stdout.write(`${line}\n`);
  if (found.length === 0) process.stdout.write('no difference\n');
  process.exitCode = found.length === 0 ? 0 : 1;
} finally {
  await rm(directory, { recursive: true, force: true });
}
