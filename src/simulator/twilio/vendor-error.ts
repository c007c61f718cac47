// Twilio's refusals by code: status and sentence, in the body its SDK turns into a RestException.

/** Source: twilio.com/docs/api/errors, some by recollection: all are here, so that one edit corrects them. */
const REFUSALS: Record<number, { status: number; message: string }> = {
  20001: { status: 400, message: 'Unknown parameters' },
  20003: { status: 401, message: 'Authenticate' },
  20009: { status: 409, message: 'This resource cannot be deleted before it is in a final state' },
  20404: { status: 404, message: 'The requested resource was not found' },
  20429: { status: 429, message: 'Too Many Requests' },
  20500: { status: 500, message: 'An internal server error has occurred' },
  21201: { status: 400, message: "No 'To' number specified" },
  21205: { status: 400, message: 'Url parameter is required.' },
  21210: { status: 400, message: 'The source phone number provided is not yet verified for your account.' },
  21211: { status: 400, message: "Invalid 'To' Phone Number" },
  21212: { status: 400, message: "Invalid 'From' Number" },
  21213: { status: 400, message: "No 'From' number specified" },
  21214: { status: 400, message: "'To' phone number cannot be reached" },
  21215: { status: 400, message: 'Account not authorized to call this number.' },
  21216: { status: 400, message: 'Account not allowed to call this number.' },
  21217: { status: 400, message: 'Phone number does not appear to be valid' },
  21220: { status: 400, message: 'Call is not in-progress. Cannot redirect.' },
  21408: {
    status: 400,
    message: 'Permission to send an SMS has not been enabled for the region of this number.',
  },
  21602: { status: 400, message: 'Message body is required.' },
  21603: { status: 400, message: "A 'From' phone number or a Messaging Service is required." },
  21604: { status: 400, message: "A 'To' phone number is required." },
  21606: { status: 400, message: "The 'From' phone number provided is not a valid message-capable number." },
  21610: { status: 400, message: 'Attempt to send to unsubscribed recipient' },
  21611: { status: 429, message: "This 'From' number has exceeded the maximum number of queued messages." },
  21612: { status: 400, message: "The 'To' number is not currently reachable using the 'From' number." },
  21614: { status: 400, message: "'To' number is not a valid mobile number" },
  21617: { status: 400, message: 'The concatenated message body exceeds the 1600 character limit.' },
  21655: { status: 400, message: 'The ContentSid is invalid.' },
  21656: { status: 400, message: 'The ContentVariables parameter is invalid.' },
  21910: { status: 400, message: "Invalid 'From' and 'To' pair: both must be of the same channel." },
  60200: { status: 400, message: 'Invalid parameter' },
  60202: { status: 429, message: 'Max check attempts reached' },
  60203: { status: 429, message: 'Max send attempts reached' },
};

/** A refusal with the vendor's own code. */
export class VendorError extends Error {
  readonly code: number;

  constructor(code: number, message = REFUSALS[code]?.message ?? `Error ${code}`) {
    super(message);
    this.code = code;
  }

  get status(): number {
    return REFUSALS[this.code]?.status ?? 400;
  }

  get body(): { code: number; message: string; more_info: string; status: number } {
    return errorBody(this.code, this.message, this.status);
  }
}

/** The body of a scripted refusal: by code, else what Twilio says with that status. */
export function refusalBody(status: number, code: number | undefined): unknown {
  const chosen = code ?? (status === 429 ? 20429 : 20500);
  return errorBody(chosen, REFUSALS[chosen]?.message ?? `Error ${chosen}`, status);
}

function errorBody(code: number, message: string, status: number) {
  return { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status };
}
