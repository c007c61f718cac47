// Reads a signed form of Twilio's so that it says only what Twilio wrote: the signature covers names and values without
// a border between them, so it can be cut anew.

const MESSAGE = /(?:SM|MM)[\da-fA-F]{32}/;
const CALL = /CA[\da-fA-F]{32}/;
const ADDRESS = /(?:whatsapp:\+?\d{1,15}|whatsapp:[A-Z]{2}\.[A-Za-z\d]{1,128}|\+\d{1,15})/;
const WORD = /[a-z_-]{1,30}/;
/** Which ones there are is for whoever applies them to know. */
const STATUS = /[\w-]{1,40}/;
const NUMBER = /\d{1,9}/;

/** Every field that we rely on, and what may stand in it; a form in which one has another shape was cut anew. */
const SHAPES = Object.entries({
  AccountSid: /AC[\da-fA-F]{32}/,
  AnsweredBy: WORD,
  ApiVersion: /\d{4}-\d\d-\d\d/,
  CallSid: CALL,
  CallStatus: STATUS,
  ChannelMetadata: /\{[^]*\}/,
  Digits: /[\d*#]{1,32}/,
  ErrorCode: /\w{1,40}/,
  ExternalUserId: ADDRESS,
  FinishedOnKey: /[\d*#]/,
  Forwarded: /(?:true|false)/,
  FrequentlyForwarded: /(?:true|false)/,
  From: ADDRESS,
  MessageSid: MESSAGE,
  MessageStatus: STATUS,
  MessageType: WORD,
  MessagingServiceSid: /MG[\da-fA-F]{32}/,
  NumMedia: NUMBER,
  NumSegments: NUMBER,
  OptOutType: /[A-Za-z]{1,10}/,
  OriginalRepliedMessageSender: ADDRESS,
  OriginalRepliedMessageSid: /[A-Z]{2}[\da-fA-F]{32}/,
  ReferralNumMedia: NUMBER,
  SmsMessageSid: MESSAGE,
  SmsSid: MESSAGE,
  SmsStatus: WORD,
  To: ADDRESS,
  WaId: /[1-9]\d{4,14}/,
});
const STRICT: ReadonlyMap<string, RegExp> = new Map(
  SHAPES.map(([name, { source }]) => [name, new RegExp(`^${source}$`)]),
);
/** Sent without a value as well. */
const MAY_BE_EMPTY = ['Digits', 'ErrorCode', 'FinishedOnKey', 'MessagingServiceSid'];
/** Any of them, name and value, within the text of others. */
const HIDDEN = new RegExp(SHAPES.map(([name, { source }]) => name + source).join('|'));

/** Fields with words that we read; what may be a part of them counts as a part of them. */
const BODY = 'Body';
const BUTTON = ['ButtonPayload', 'ButtonText'];
const NAME = /^[A-Za-z][A-Za-z\d]{0,63}$/;

/** No name of Twilio's: what the words are if what stands behind them is a new field after all. */
export const SHORTER_BODY = ' Body';

export type WebhookFields = ReadonlyMap<string, string>;

/**
 * The fields by name, or null for a form that Twilio would not have sent: a name twice, a field of another shape, one
 * that hides in another, another account. Unknown names pass, since new ones appear without notice; one that may have
 * been cut off the person's words is put back there, so that "stopOver" never becomes "stop". Then `SHORTER_BODY` is
 * there as well: the words without it.
 */
export function readWebhookFields(form: URLSearchParams, accountSid: string): WebhookFields | null {
  const pairs = [...form].toSorted(([one], [other]) => (one < other ? -1 : 1));
  const fields = new Map(pairs);
  if (fields.size !== pairs.length || !pairs.every(([name, value]) => isPossible(name, value))) return null;
  if (textBetween(fields).some((text) => HIDDEN.test(text))) return null;
  if ((fields.get('AccountSid') ?? accountSid) !== accountSid) return null;
  const sid = fields.get('MessageSid');
  if (['SmsSid', 'SmsMessageSid'].some((name) => (fields.get(name) ?? sid) !== sid)) return null;
  // Whatever has a button has its text, too; one without may have swallowed it.
  const isTorn = fields.has('MessageType') && fields.has('ButtonPayload') && !fields.has('ButtonText');
  return isTorn ? null : withWholeBody(fields);
}

function isPossible(name: string, value: string): boolean {
  if (value === '' && MAY_BE_EMPTY.includes(name)) return true;
  const form = STRICT.get(name);
  if (form) return form.test(value) && (name !== 'ChannelMetadata' || isJson(value));
  // Its own name cut in two would leave the words after it: "Bo" and "dy".
  return NAME.test(name) && (name === BODY || !BODY.startsWith(name));
}

/**
 * Names and values of the unknown fields, one text for those that stand side by side: wherever it was cut, a field that
 * we know shows in it. The words are no part of it: a person may write anything.
 */
function textBetween(fields: WebhookFields): string[] {
  const texts = [''];
  for (const [name, value] of fields) {
    if (STRICT.has(name) || name === BODY || BUTTON.includes(name) || isNamedAlike(name, value, fields))
      texts.push('');
    else texts.push(texts.pop()! + name + value);
  }
  return texts;
}

/** A field of its own beside the one that its name ends like, such as ParentCallSid beside CallSid. */
function isNamedAlike(name: string, value: string, fields: WebhookFields): boolean {
  return SHAPES.some(
    ([known]) => name.endsWith(known) && fields.has(known) && STRICT.get(known)!.test(value),
  );
}

/** The words, with whatever follows them that is no field of its own for sure. */
function withWholeBody(fields: Map<string, string>): WebhookFields {
  const body = fields.get(BODY);
  if (body === undefined) return fields;
  const names = [...fields.keys()];
  const behind = names.slice(names.indexOf(BODY) + 1);
  const end = behind.findIndex(
    (name) => STRICT.has(name) || (BUTTON.includes(name) && mayHaveButton(fields)),
  );
  const doubtful = behind.slice(0, end === -1 ? undefined : end);
  const cutOff = doubtful.filter((name) => !isMachineMade(fields.get(name)!));
  if (cutOff.length === 0) return fields;
  const whole = new Map([...fields].filter(([name]) => !cutOff.includes(name)));
  return whole
    .set(SHORTER_BODY, body)
    .set(BODY, body + cutOff.map((name) => name + fields.get(name)).join(''));
}

/** What nobody writes behind a word without a space: a truth, an id of the provider, an address, a structure. */
const isMachineMade = (value: string): boolean =>
  /^(?:true|false|[A-Z]{2}[\da-f]{32}|whatsapp:\S+|\{[^]*\}|\[[^]*\])$/.test(value) &&
  (!/^[{[]/.test(value) || isJson(value));

/**
 * Only what was tapped has a button, and its text is the message's. Twilio always says so, and nothing before that in
 * the form can swallow it.
 */
function mayHaveButton(fields: WebhookFields): boolean {
  const isTapped = ['button', 'interactive'].includes(fields.get('MessageType') ?? '');
  return isTapped && (fields.get('ButtonText') ?? fields.get(BODY)) === fields.get(BODY);
}

function isJson(text: string): boolean {
  try {
    return typeof JSON.parse(text) === 'object';
  } catch {
    return false;
  }
}
