// Every workflow type; the exported name is the type.
export { accountExport } from './account-export.ts';
export { accountErasure } from './account-erasure.ts';
export { chatSession } from './chat-session.ts';
export { emailDelivery } from './email-delivery.ts';
export { goalNegotiation } from './goal-negotiation.ts';
export { reconciler } from './reconciler.ts';
export { reminderEscalation } from './reminder-escalation.ts';
export { reminderSweep } from './reminder-sweep.ts';
export { roomSession } from './room-session.ts';
export { retention } from './retention.ts';
