// Lets only Twilio's own requests in: checks X-Twilio-Signature and hands out the form that it covers.
import twilio from 'twilio';

export interface WebhookRequest {
  /** The current token and, while it is being rotated, the other one. */
  authTokens: readonly string[];
  /** The X-Twilio-Signature header. */
  signature: string | null | undefined;
  /** The configured public base URL with path and query of the request; never made from Host or X-Forwarded headers. */
  publicUrl: string;
  /** Exactly as received. */
  rawBody: string;
  contentType: string | null | undefined;
}

/**
 * Checks a form POST (twilio.com/docs/usage/security#validating-requests).
 * @returns the form, repeated names and blank values kept, or null for anything that Twilio did not sign.
 *
 * The signature has no time in it: whoever holds a signed request can send it again, so what it does must apply once,
 * by the ids in the body. Nor has it separators: names and values that meet differently sign the same, so require the
 * names you read.
 */
export function verifyWebhook(request: WebhookRequest): URLSearchParams | null {
  const { signature, publicUrl, rawBody } = request;
  if (!signature || !isForm(request.contentType) || !isAbsolute(publicUrl)) return null;
  // The "?" keeps the constructor from dropping one that the body begins with.
  const form = new URLSearchParams(`?${rawBody}`);
  const parameters = toParameters(form);
  const signed = request.authTokens
    // An empty key signs, too, and anyone could.
    .filter((token) => token !== '')
    .some((token) => twilio.validateRequest(token, signature, publicUrl, parameters));
  return signed ? form : null;
}

function isForm(contentType: string | null | undefined): boolean {
  return /^application\/x-www-form-urlencoded\s*(;|$)/i.test(contentType ?? '');
}

// The SDK throws for anything else.
function isAbsolute(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url);
}

// Without a prototype: a field named "__proto__" would otherwise vanish from what is checked.
function toParameters(form: URLSearchParams): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = Object.create(null);
  for (const name of new Set(form.keys())) {
    const values = form.getAll(name);
    parameters[name] = values.length === 1 ? values.join('') : values;
  }
  return parameters;
}
