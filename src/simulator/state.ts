// What the far side knows, as plain JSON: tests count effects here, the page draws it.
import type { Mail } from './mail/mail.ts';

export type PhoneMode = 'ring' | 'busy' | 'no-answer' | 'voicemail';
export type MessageStatus =
  'accepted' | 'queued' | 'sent' | 'delivered' | 'read' | 'failed' | 'undelivered' | 'receiving' | 'received';
export type CallStatus =
  'queued' | 'ringing' | 'in-progress' | 'completed' | 'busy' | 'no-answer' | 'failed' | 'canceled';
export type AnsweredBy = 'human' | 'machine_start' | 'machine_end_beep';

/** All times are milliseconds since 1970 on the simulator's clock. */
export interface Phone {
  /** E.164. */
  number: string;
  name: string;
  mode: PhoneMode;
  /** Addresses of senders that this phone told to stop: "+1555…" for SMS, "whatsapp:+1555…" for WhatsApp. */
  stopped: string[];
}

export interface QuickReply {
  /** Comes back as ButtonPayload. */
  id: string;
  title: string;
}

export interface Message {
  sid: string;
  channel: 'sms' | 'whatsapp';
  direction: 'inbound' | 'outbound-api' | 'outbound-reply';
  /** The person's phone, E.164, whatever the direction. */
  number: string;
  /** Vendor addresses, with "whatsapp:" where it is one. */
  to: string;
  from: string;
  messagingServiceSid: string | null;
  body: string;
  contentSid: string | null;
  buttons: QuickReply[];
  status: MessageStatus;
  errorCode: number | null;
  repliedToSid: string | null;
  createdAt: number;
  updatedAt: number;
  sentAt: number | null;
}

export interface Call {
  sid: string;
  number: string;
  to: string;
  from: string;
  status: CallStatus;
  /** Who picked up; Twilio itself knows only with machine detection. */
  pickedUpBy: 'human' | 'machine' | null;
  answeredBy: AnsweredBy | null;
  /** What the voice says right now, and all that it has said. */
  caption: string;
  spoken: string[];
  /** Set while a Gather listens: the digits pressed so far. */
  gathering: { digits: string; numDigits: number | null } | null;
  /** What was pressed for each Gather. */
  gathered: string[];
  timeoutSeconds: number;
  createdAt: number;
  updatedAt: number;
  answeredAt: number | null;
  endedAt: number | null;
  durationSeconds: number | null;
}

export interface Verification {
  sid: string;
  serviceSid: string;
  to: string;
  channel: string;
  code: string;
  status: 'pending' | 'approved' | 'canceled' | 'expired' | 'max_attempts_reached';
  sends: { sid: string; at: number }[];
  checks: number;
  createdAt: number;
  updatedAt: number;
}

export interface Template {
  /** HX + 32 hex digits. */
  sid: string;
  name: string;
  /** With {{1}}, {{2}}, … */
  body: string;
  /** Titles and ids may hold variables too. */
  buttons: QuickReply[];
  approval: 'unsubmitted' | 'pending' | 'approved' | 'rejected' | 'paused';
}

export interface Device {
  id: string;
  number: string | null;
  name: string;
  endpoint: string;
  applicationServerKey: string | null;
  online: boolean;
  expired: boolean;
}

/** One accepted POST to a push endpoint; the notification that it became may since have been replaced. */
export interface PushDelivery {
  id: string;
  deviceId: string;
  notificationId: string;
  topic: string | null;
  tag: string | null;
  urgency: string;
  ttlSeconds: number;
  at: number;
}

export interface Notification {
  id: string;
  deviceId: string;
  number: string | null;
  topic: string | null;
  tag: string | null;
  title: string;
  body: string;
  /** At most two: Chromium shows no more. */
  actions: { action: string; title: string }[];
  data: Record<string, unknown>;
  /** waiting = accepted for a device that is offline; cleared = the app took it back. */
  status: 'waiting' | 'shown' | 'opened' | 'pressed' | 'dismissed' | 'replaced' | 'cleared' | 'expired';
  /** What the app said to the press. */
  answer: { action: string; status: number; message: string | null } | null;
  at: number;
  expiresAt: number;
}

/** One request over the wire: in = the app called the vendor, out = the vendor called the app. */
export interface ProtocolEvent {
  id: number;
  at: number;
  direction: 'in' | 'out';
  /** What it is about, for people: "Messages", "status callback", "Gather action", "push". */
  about: string;
  method: string;
  path: string;
  /** HTTP status; 0 = the connection was cut or never answered. */
  status: number;
  tookMs: number;
  fields: Record<string, string>;
  sid?: string;
}

/** The app answered a webhook badly, or sent what a browser could not read. A test fails when one is left. */
export interface FarSideError {
  at: number;
  about: string;
  path: string;
  detail: string;
}

export interface State {
  phones: Phone[];
  messages: Message[];
  calls: Call[];
  verifications: Verification[];
  templates: Template[];
  devices: Device[];
  deliveries: PushDelivery[];
  notifications: Notification[];
  mails: Mail[];
  /** The last 500. */
  protocol: ProtocolEvent[];
  errors: FarSideError[];
}

export interface Seed {
  phones?: { number: string; name?: string; mode?: PhoneMode }[];
  templates?: Template[];
}

export function initialState(seed: Seed): State {
  return {
    phones: (seed.phones ?? []).map((p) => ({
      number: p.number,
      name: p.name ?? p.number,
      mode: p.mode ?? 'ring',
      stopped: [],
    })),
    messages: [],
    calls: [],
    verifications: [],
    templates: structuredClone(seed.templates ?? []),
    devices: [],
    deliveries: [],
    notifications: [],
    mails: [],
    protocol: [],
    errors: [],
  };
}
