// The REST door of the person's number: a code is sent, and comes back.
import { z } from '@hono/zod-openapi';
import { WORDINGS } from '../consent/wordings.ts';
import { clientAddress } from '../http/client-address.ts';
import { limitRequest } from '../http/limit-requests.ts';
import { nothingBefore, writeInSteps, type OncePorts } from '../http/once.ts';
import { answer, endpoint, jsonBody } from '../http/operation.ts';
import type { Limiter } from '../kernel/rate-limit.ts';
import { checkPhoneCode } from './check-phone-code.ts';
import type { PhoneNumber } from './phone-number.ts';
import { startPhoneVerification, type VerificationPorts } from './start-phone-verification.ts';
import { takeCode, takeCodeTry } from './take-code.ts';

export interface PhonePorts extends OncePorts, Pick<VerificationPorts, 'verify' | 'phoneCountries'> {
  limiter: Limiter;
  trustedProxyHops: number;
}

const phone = z.string().min(3).max(40).openapi({ example: '+4915112345678' });

export const startVerification = endpoint(
  {
    access: 'account:write',
    // Codes are counted when they are sent: a number that is none costs nothing.
    limit: 'crud',
    problems: [
      'PHONE_UNUSABLE',
      'PHONE_REFUSED',
      'COUNTRY_NOT_SERVED',
      'CODE_TOO_OFTEN',
      'PROVIDER_UNAVAILABLE',
    ],
  },
  {
    method: 'post',
    path: '/account/phone/verification',
    operationId: 'startPhoneVerification',
    summary: WORDINGS['code/1'],
    request: { body: jsonBody(z.strictObject({ phone })) },
    responses: {
      202: answer('The code is on its way.', z.strictObject({ phone: z.string().describe('E.164.') })),
    },
  },
  (ports: PhonePorts) => (c) =>
    writeInSteps(c, ports, nothingBefore, async () => {
      const { userId: caller } = c.var.principal;
      const counting = async (number: PhoneNumber, isNewcomer: boolean) => {
        const address = clientAddress(c, ports.trustedProxyHops);
        await limitRequest(c, ports.limiter, 'code', caller);
        return takeCode(ports.limiter, { caller, isNewcomer, address, number });
      };
      const verification = { ...ports, takeCode: counting };
      const phone = await startPhoneVerification(verification, c.var.person, c.req.valid('json'));
      return { status: 202, body: { phone }, isFinal: true };
    }),
);

export const checkVerification = endpoint(
  {
    access: 'account:write',
    limit: 'crud',
    problems: ['CODE_WRONG', 'CODE_EXPIRED', 'CODE_TOO_OFTEN', 'PROVIDER_UNAVAILABLE'],
  },
  {
    method: 'post',
    path: '/account/phone/verification/check',
    operationId: 'checkPhoneCode',
    summary: 'Prove the number with the code',
    description: WORDINGS['number/1'],
    request: { body: jsonBody(z.strictObject({ code: z.string().regex(/^\d{4,10}$/) })) },
    responses: {
      200: answer(
        'The number is yours.',
        z.strictObject({ phone: z.string(), phone_verified: z.literal(true) }),
      ),
    },
  },
  (ports: PhonePorts) => (c) =>
    writeInSteps(c, ports, nothingBefore, async () => {
      const { userId: caller } = c.var.principal;
      const takeTry = (phone: string) => takeCodeTry(ports.limiter, { caller, phone });
      const phone = await checkPhoneCode({ ...ports, takeTry }, c.var.person, c.req.valid('json'));
      return { status: 200, body: { phone, phone_verified: true as const } };
    }),
);
