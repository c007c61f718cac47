// Cuts a signed form of Twilio's anew: the signature covers names and values without a border between them, so whoever
// holds one signed request holds many.

type Pair = [name: string, value: string];

/** An inbound message as Twilio sends it (twilio.com/docs/messaging/guides/webhook-request), changed as told. */
export function genuineForm(accountSid: string, more: Record<string, string> = {}): Record<string, string> {
  const sid = more['MessageSid'] ?? `SM${'1b'.repeat(16)}`;
  const from = more['From'] ?? 'whatsapp:+12025550100';
  return {
    AccountSid: accountSid,
    ApiVersion: '2010-04-01',
    Body: 'done',
    ChannelMetadata: '{"type":"whatsapp","data":{"context":{}}}',
    From: from,
    MessageSid: sid,
    MessageType: 'text',
    NumMedia: '0',
    NumSegments: '1',
    ProfileName: 'Ana',
    ReferralNumMedia: '0',
    SmsMessageSid: sid,
    SmsSid: sid,
    SmsStatus: 'received',
    To: 'whatsapp:+15005550006',
    WaId: from.replace(/\D/g, ''),
    ...more,
  };
}

/** What the signature covers beside the address. */
export const signedText = (pairs: readonly Pair[]): string =>
  [...pairs]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([name, value]) => name + value)
    .join('');

/** Another form with the same signature, drawn by `seed`; the form itself where the draw finds none. */
export function cutAnew(form: Record<string, string>, seed: number): Pair[] {
  const random = randomOf(seed);
  let pairs: Pair[] = Object.entries(form).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const text = signedText(pairs);
  for (let step = 0, changes = 1 + Math.floor(random() * 3); step < 40 && changes > 0; step++) {
    const changed = change(pairs, random);
    if (signedText(changed) !== text || !isInOrder(changed)) continue;
    pairs = changed;
    changes--;
  }
  return pairs;
}

function isInOrder(pairs: Pair[]): boolean {
  return pairs.every(([name], i) => name !== '' && (i === 0 || pairs[i - 1]![0] <= name));
}

/** Glues two fields together, cuts one in two, or moves the border between a name and its value. */
function change(pairs: Pair[], random: () => number): Pair[] {
  const at = Math.floor(random() * pairs.length);
  const [name, value] = pairs[at]!;
  const next = pairs[at + 1];
  const kind = random();
  if (kind < 0.35 && next) return pairs.toSpliced(at, 2, [name, value + next.join('')]);
  const text = name + value;
  const borders = Array.from({ length: text.length }, (_, i) => i + 1).filter((i) => looksLikeStart(text, i));
  const pick = (): number =>
    random() < 0.6 && borders.length > 0
      ? borders[Math.floor(random() * borders.length)]!
      : 1 + Math.floor(random() * text.length);
  const border = pick();
  if (kind < 0.6) return pairs.toSpliced(at, 1, [text.slice(0, border), text.slice(border)]);
  const rest = text.slice(border);
  const inRest = 1 + Math.floor(random() * rest.length);
  const known = NAMES.find((one) => rest.startsWith(one))?.length ?? inRest;
  if (border <= name.length) return pairs;
  return pairs.toSpliced(
    at,
    1,
    [name, text.slice(name.length, border)],
    [rest.slice(0, known), rest.slice(known)],
  );
}

/** Where a name of Twilio's begins, or a capital letter stands. */
const looksLikeStart = (text: string, i: number): boolean => /[A-Z]/.test(text[i] ?? '');

const NAMES = Object.keys(genuineForm('')).concat(
  'ButtonPayload',
  'ButtonText',
  'OptOutType',
  'OriginalRepliedMessageSid',
  'Forwarded',
  'ExternalUserId',
);

/** Mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
