// Mails of the outbox.
import { deliverEmail, type DeliveryPorts } from '../src/emails/deliver-email.ts';
import type { EmailDeliveryInput } from '../workflows/email-delivery.contract.ts';
import { slow } from './bind.ts';

export const emailActivities = (ports: DeliveryPorts) =>
  slow({
    deliverEmail: (email: EmailDeliveryInput) => deliverEmail(ports, email),
  });
