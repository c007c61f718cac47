// Who can be asked in this process, made once out of the configuration.
import { tellOperator } from '../channels/tell-operator.ts';
import type { Log } from '../kernel/log.ts';
import { createBreaker } from './breaker.ts';
import type { Chain, Chains } from './chain.ts';
import type { Model } from './model.ts';
import { missingFor, VENDORS, type ModelSettings, type NamedModel } from './named-model.ts';
import type { Vendor } from './vendors/failures.ts';
import type { Account } from './vendors/vendor.ts';

export interface Around {
  /** Stands at the end of both chains. */
  builtin: Model;
  /** Of this deployment. */
  appUrl: string;
  log: Log;
  /** How long a stream may say nothing. */
  idleMs?: number;
}

/** A model without its key is left out, and the operator told. An SDK is loaded only where a model of it is named. */
export async function openModels(settings: ModelSettings, around: Around): Promise<Chains> {
  const vendors = openVendors(settings, around);
  const chainOf = async (variable: 'MODELS_STRONG' | 'MODELS_FAST'): Promise<Chain> => {
    const chain: Model[] = [];
    for (const named of settings[variable]) {
      const missing = missingFor(named, settings);
      if (missing === null) chain.push(await vendors(named));
      else
        around.log.error(
          { variable, missing },
          'a model is left out without its key: an operator has to act',
        );
    }
    const [first, ...others] = [...chain, around.builtin];
    return [first, ...others];
  };
  return { strong: await chainOf('MODELS_STRONG'), fast: await chainOf('MODELS_FAST') };
}

function openVendors(
  settings: ModelSettings,
  { appUrl, log, idleMs }: Around,
): (named: NamedModel) => Promise<Model> {
  const tell = tellOperator(log);
  const accounts = new Map<Vendor, Account>();
  const accountOf = (provider: Vendor): Account => {
    const { key, base } = VENDORS[provider];
    const opened = accounts.get(provider) ?? {
      apiKey: settings[key] ?? null,
      baseUrl: settings[base],
      appUrl,
      breaker: createBreaker(provider),
      tell,
      ...(idleMs !== undefined && { idleMs }),
    };
    accounts.set(provider, opened);
    return opened;
  };
  return async ({ provider, name }) => {
    const account = accountOf(provider);
    // A third of a second: now, and not while a turn waits.
    await import('./private-words.ts');
    if (provider === 'openai') return (await import('./vendors/openai.ts')).openaiModel(name, account);
    return (await import('./vendors/anthropic.ts')).anthropicModel(name, account);
  };
}
