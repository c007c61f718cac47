// An address that is known by its name, with a server of this machine behind it.
import { vi } from 'vitest';

/** What is fetched from `baseUrl` is fetched from `origin`, until its `mockRestore`. */
export function ledFrom(baseUrl: string, origin: string) {
  const direct = globalThis.fetch;
  return vi.spyOn(globalThis, 'fetch').mockImplementation((url, init) => {
    const { href } = new URL(url instanceof Request ? url.url : url);
    return direct(href.replace(baseUrl, origin), init);
  });
}
