// What a session is called in the list: enough to know one's own devices by, and nothing that could track anybody.

/** The first that fits: most products name those they descend from as well. */
const PRODUCTS: [name: string, form: RegExp][] = [
  ['Edge', /\bEdg(e|A|iOS)?\//],
  ['Opera', /\bOPR\//],
  ['Samsung Internet', /\bSamsungBrowser\//],
  ['Firefox', /\b(Firefox|FxiOS)\//],
  ['Chrome', /\b(Chrome|CriOS)\//],
  ['Safari', /\bVersion\/.*\bSafari\//],
  ['curl', /^curl\//],
];
const SYSTEMS: [name: string, form: RegExp][] = [
  ['iPhone', /\biPhone\b/],
  ['iPad', /\biPad\b/],
  ['Android', /\bAndroid\b/],
  ['Windows', /\bWindows\b/],
  ['ChromeOS', /\bCrOS\b/],
  ['macOS', /\bMac OS X\b/],
  ['Linux', /\bLinux\b/],
];

/** "Firefox on Linux", "curl", or null for an agent that we do not know. */
export function sessionLabel(userAgent: string | undefined): string | null {
  const agent = (userAgent ?? '').slice(0, 512);
  const [product, system] = [PRODUCTS, SYSTEMS].map(
    (table) => table.find(([, form]) => form.test(agent))?.[0],
  );
  if (product === undefined) return null;
  return system === undefined ? product : `${product} on ${system}`;
}
