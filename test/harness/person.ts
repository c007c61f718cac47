// A person with a phone, in the language of phones: what tests and the demo are told in.
import { randomUUID } from 'node:crypto';
import type { Simulator } from '../../src/simulator/start-simulator.ts';
import type { Call, Message, Notification } from '../../src/simulator/state.ts';
import { PATIENCE_MS } from './patience.ts';
import { untilThere } from './until-there.ts';

export interface PersonOptions {
  name: string;
  /** E.164 */
  number: string;
  email: string;
  apiUrl: string;
  simulator: Simulator;
  zone: string;
  /** Whether the coach asks its first questions. */
  onboarding: boolean;
  /** Of the ladder. */
  windowSeconds: number;
  leadSeconds: number;
  /** What their reminders may use. */
  channels: ('push' | 'whatsapp' | 'call')[];
}

export interface Answer {
  status: number;
  headers: Headers;
  // What an API says is for the test to check.
  // oxlint-disable-next-line typescript/no-explicit-any
  body: any;
}

/** Of each of them. */
export const PASSWORD = 'correct horse battery';

export class Person {
  readonly number: string;
  readonly email: string;
  private token = '';
  private refreshToken = '';
  private readonly options: PersonOptions;

  private constructor(options: PersonOptions) {
    this.options = options;
    this.number = options.number;
    this.email = options.email;
  }

  /** Registers, sets the ladder's pace and opens the channels, all by the doors that a real client uses. */
  static async register(
    options: Pick<PersonOptions, 'name' | 'number' | 'apiUrl' | 'simulator'> & Partial<PersonOptions>,
  ): Promise<Person> {
    const person = new Person({
      zone: 'UTC',
      onboarding: false,
      windowSeconds: 0.4,
      leadSeconds: 0,
      channels: ['push', 'whatsapp', 'call'],
      email: `${options.name.toLowerCase()}-${randomUUID()}@example.com`,
      ...options,
    });
    await person.signUp();
    return person;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const answer = await this.ask(method, path, body, headers);
    if (answer.status !== 401 || !this.refreshToken) return answer;
    // Some of these people live for longer than ten minutes.
    const refreshed = await this.ask('POST', '/v1/auth/refresh', { refresh_token: this.refreshToken }, {});
    if (refreshed.status !== 200) return answer;
    this.takeTokens(refreshed.body);
    return this.ask(method, path, body, headers);
  }

  /** Anew, with the password: for whoever lost a session. */
  async signIn(): Promise<void> {
    this.takeTokens(
      await this.expect(200, 'POST', '/v1/auth/login', { email: this.email, password: PASSWORD }),
    );
  }

  private takeTokens(session: { access_token: string; refresh_token: string }): void {
    this.token = session.access_token;
    this.refreshToken = session.refresh_token;
  }

  private async ask(
    method: string,
    path: string,
    body: unknown,
    headers: Record<string, string>,
  ): Promise<Answer> {
    const response = await fetch(`${this.options.apiUrl}${path}`, {
      method,
      headers: {
        ...(this.token && { authorization: `Bearer ${this.token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: text ? JSON.parse(text) : null };
  }

  /** As `call`, but anything else than `status` fails with what came instead. */
  async expect(status: number, method: string, path: string, body?: unknown): Promise<Answer['body']> {
    const answer = await this.call(method, path, body);
    if (answer.status !== status)
      throw new Error(
        `${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}, expected ${status}`,
      );
    return answer.body;
  }

  /** Says something in chat; resolves to the answer. */
  say(message: string, conversationId?: string): Promise<Answer['body']> {
    return this.expect(200, 'POST', '/v1/chat/messages', {
      message,
      ...(conversationId && { conversation_id: conversationId }),
    });
  }

  /** A task whose first rung is due in `inSeconds`. */
  async plan(title: string, inSeconds = 0.1): Promise<string> {
    const startsAt = new Date(Date.now() + (inSeconds + this.options.leadSeconds) * 1000);
    const task = await this.expect(201, 'POST', '/v1/tasks', {
      title,
      starts_at: startsAt.toISOString(),
      duration_minutes: 5,
    });
    return task.id;
  }

  async task(id: string): Promise<Answer['body']> {
    return this.expect(200, 'GET', `/v1/tasks/${id}`);
  }

  /** Resolves once the task's status is this one; the API is asked whenever the phone or the clock moves. */
  async expectTask(id: string, status: string): Promise<Answer['body']> {
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
      const task = await this.task(id);
      if (task.status === status) return task;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`task is ${(await this.task(id)).status}, expected ${status}`);
  }

  /** Resolves once the reminder's lines are these: "step state" or "step state reason". */
  async expectReminder(id: string, ...lines: string[]): Promise<void> {
    let now = '';
    for (const deadline = Date.now() + PATIENCE_MS; Date.now() < deadline;) {
      const { reminder } = await this.task(id);
      now = reminder.map((rung: Record<string, string>) => lineOf(rung)).join(', ');
      if (now === lines.join(', ')) return;
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    throw new Error(`the reminder is at ${now}, expected ${lines.join(', ')}`);
  }

  expectPush(title: string): Promise<Notification> {
    return this.options.simulator.waitFor((state) =>
      state.notifications.find(
        (one) => one.number === this.number && one.title === title && one.status === 'shown',
      ),
    );
  }

  expectWhatsApp(text: string): Promise<Message> {
    return this.options.simulator.waitFor((state) =>
      state.messages.find(
        (one) => one.number === this.number && one.direction !== 'inbound' && one.body.includes(text),
      ),
    );
  }

  expectCall(status: Call['status'] = 'ringing'): Promise<Call> {
    return this.options.simulator.waitFor((state) =>
      state.calls.find((one) => one.number === this.number && one.status === status),
    );
  }

  /** Everything that reached this phone. */
  received(): { pushes: Notification[]; messages: Message[]; calls: Call[] } {
    const { notifications, messages, calls } = this.options.simulator.state;
    return {
      pushes: notifications.filter((one) => one.number === this.number),
      messages: messages.filter((one) => one.number === this.number && one.direction === 'outbound-api'),
      calls: calls.filter((one) => one.number === this.number),
    };
  }

  press(notification: Notification, action: string): Promise<Notification> {
    return this.options.simulator.phone.pressNotification(notification.id, action);
  }

  reply(text: string, to?: Message): Promise<unknown> {
    return this.options.simulator.phone.sendText(this.number, text, to ? { repliedTo: to.sid } : {});
  }

  /** Picks up, waits for the question, presses the key. */
  async answerCall(key: string): Promise<Call> {
    await this.expectCall('ringing');
    const { sid } = this.options.simulator.phone.answerCall(this.number);
    await this.options.simulator.waitFor((state) =>
      state.calls.find((one) => one.sid === sid && one.gathering !== null),
    );
    return this.options.simulator.phone.pressDigits(this.number, key);
  }

  private async signUp(): Promise<void> {
    const { name, zone, onboarding, windowSeconds, leadSeconds, channels, simulator } = this.options;
    const account = { email: this.email, password: PASSWORD, name, zone, onboarding };
    const { status, body } = await untilThere(() => this.call('POST', '/v1/auth/register', account));
    if (status !== 201) throw new Error(`register: ${status} ${JSON.stringify(body)}`);
    this.takeTokens(body);
    simulator.phone.addPhone(this.number, name);
    await this.expect(200, 'PATCH', '/v1/account/preferences', {
      escalation_window_seconds: windowSeconds,
      reminder_lead_seconds: leadSeconds,
    });
    if (channels.includes('push')) await this.subscribe();
    if (channels.includes('whatsapp') || channels.includes('call')) await this.verifyPhone();
    if (channels.includes('whatsapp')) {
      await this.expect(200, 'PUT', '/v1/account/whatsapp-opt-in');
      // Their first word opens WhatsApp's 24 hours, as with the real thing.
      await this.reply('hello');
    }
  }

  /** One more browser that is notified. */
  async subscribe(): Promise<void> {
    const { subscription } = this.options.simulator.phone.subscribePush({ number: this.number });
    await this.expect(201, 'POST', '/v1/account/push-subscriptions', {
      endpoint: subscription.endpoint,
      keys: subscription.keys,
    });
  }

  async verifyPhone(): Promise<void> {
    await this.expect(202, 'POST', '/v1/account/phone/verification', { phone: this.number });
    const { code } = await this.options.simulator.waitFor((state) =>
      state.verifications.find((one) => one.to === this.number && one.status === 'pending'),
    );
    await this.expect(200, 'POST', '/v1/account/phone/verification/check', { code });
  }
}

const lineOf = ({ step, state, reason }: Record<string, string>): string =>
  [step, state, reason].filter(Boolean).join(' ');
