// Has everything of a person exported and fetches it, by the doors that they would use.
import { vi } from 'vitest';
import { PASSWORD, type Session } from './http.ts';
import { PATIENCE } from './patience.ts';
import { readExport, type Entries } from './read-zip.ts';

type Asking = Pick<Session, 'expect'>;

export async function exportDone(person: Asking): Promise<string> {
  const { id } = await person.expect(202, 'POST', '/v1/me/exports', { password: PASSWORD });
  await isDone(person, id);
  return id;
}

export const isDone = (person: Asking, id: string) =>
  vi.waitFor(async () => {
    const { state } = await person.expect(200, 'GET', `/v1/me/exports/${id}`);
    if (state !== 'done') throw new Error(state);
  }, PATIENCE);

export const linkOf = async (person: Asking, id: string): Promise<string> =>
  (await person.expect(201, 'POST', `/v1/me/exports/${id}/link`, { password: PASSWORD })).url;

export async function fetchZip(url: string): Promise<Uint8Array> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${response.status} ${await response.text()}`);
  return response.bytes();
}

export async function takeExport(person: Asking): Promise<Entries> {
  return readExport(await fetchZip(await linkOf(person, await exportDone(person))));
}
