// What a test changes behind the back of an API counts from its next answer on, as if it had been changed through it.
import type { Api } from './http.ts';

/** A sign-out that ends nothing: after it the API trusts nothing that it keeps, before it has heard what was told. */
export async function letHear(api: Api): Promise<void> {
  const { status } = await api.call('POST', '/v1/auth/logout', { body: { refresh_token: 'A'.repeat(43) } });
  if (status !== 204) throw new Error(`logout: ${status}`);
}
