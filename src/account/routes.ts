// The REST door of the account: my preferences and my consent, my phone, my browsers.
import type { OpenAPIHono } from '@hono/zod-openapi';
import type { Env } from '../http/env.ts';
import { room } from '../http/operation.ts';
import { checkVerification, startVerification, type PhonePorts } from './phone-routes.ts';
import {
  optIn,
  optOut,
  patchPreferences,
  readPreferences,
  removePhone,
  takeBackChange,
  withdrawVerification,
  type PreferencePorts,
} from './preference-routes.ts';
import { listSubscriptions, pushKey, subscribe, unsubscribe, type PushPorts } from './push-routes.ts';

export interface AccountPorts extends PhonePorts, PushPorts, PreferencePorts {}

export const accountRoutes = (ports: AccountPorts): OpenAPIHono<Env> =>
  room<AccountPorts>(
    ports,
    readPreferences,
    patchPreferences(ports),
    startVerification,
    checkVerification,
    withdrawVerification,
    removePhone,
    optIn,
    optOut,
    takeBackChange,
    listSubscriptions,
    subscribe,
    unsubscribe,
    pushKey,
  );
