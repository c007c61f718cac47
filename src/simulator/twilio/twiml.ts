// TwiML, the small XML that the app answers webhooks with, as a tree. No parser is among the dependencies; this one
// reads elements, attributes, text, CDATA and the five entities, and refuses all else (DOCTYPE above all).

export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: (Element | string)[];
}

/** The <Response> element. Throws Error with what is wrong when it is not well-formed TwiML. */
export function parseTwiml(xml: string): Element {
  const tokens = tokenise(xml.trim());
  const root: Element = { name: '', attributes: {}, children: [] };
  const open = [root];
  for (const token of tokens) {
    const parent = open.at(-1) ?? root;
    if (token.kind === 'text') parent.children.push(token.text);
    else if (token.kind === 'open') {
      const element: Element = { name: token.name, attributes: token.attributes, children: [] };
      parent.children.push(element);
      if (!token.isEmpty) open.push(element);
    } else {
      if (open.length === 1 || parent.name !== token.name) throw new Error(`unexpected </${token.name}>`);
      open.pop();
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is never closed`);
  const [response, ...others] = root.children.filter(
    (child) => typeof child !== 'string' || child.trim() !== '',
  );
  if (typeof response !== 'object' || response.name !== 'Response' || others.length > 0)
    throw new Error('the document is not one <Response>');
  return response;
}

export function childElements(element: Element): Element[] {
  return element.children.filter((child) => typeof child !== 'string');
}

export function childrenNamed(element: Element, name: string): Element[] {
  return childElements(element).filter((child) => child.name === name);
}

/** All text within, white space collapsed. */
export function textOf(element: Element): string {
  const text = element.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
  return text.replace(/\s+/g, ' ').trim();
}

type Token =
  | { kind: 'text'; text: string }
  | { kind: 'open'; name: string; attributes: Record<string, string>; isEmpty: boolean }
  | { kind: 'close'; name: string };

const TOKEN =
  /<\?xml[^>]*\?>|<!--[\s\S]*?-->|<!\[CDATA\[(?<cdata>[\s\S]*?)\]\]>|<\/(?<close>[A-Za-z][\w.-]*)\s*>|<(?<open>[A-Za-z][\w.-]*)(?<attributes>(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*)\s*(?<empty>\/?)>|(?<text>[^<]+)/y;

function tokenise(xml: string): Token[] {
  const tokens: Token[] = [];
  const pattern = new RegExp(TOKEN);
  while (pattern.lastIndex < xml.length) {
    const at = pattern.lastIndex;
    const groups = pattern.exec(xml)?.groups;
    if (pattern.lastIndex <= at) throw new Error(`not XML from: ${xml.slice(at, at + 40)}`);
    if (groups?.['cdata'] !== undefined) tokens.push({ kind: 'text', text: groups['cdata'] });
    else if (groups?.['close'] !== undefined) tokens.push({ kind: 'close', name: groups['close'] });
    else if (groups?.['open'] !== undefined)
      tokens.push({
        kind: 'open',
        name: groups['open'],
        attributes: readAttributes(groups['attributes'] ?? ''),
        isEmpty: groups['empty'] === '/',
      });
    else if (groups?.['text'] !== undefined) tokens.push({ kind: 'text', text: decode(groups['text']) });
  }
  return tokens;
}

function readAttributes(text: string): Record<string, string> {
  const found = text.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g);
  return Object.fromEntries(
    [...found].map(([, name, double, single]) => [name, decode(double ?? single ?? '')]),
  );
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
]);

function decode(text: string): string {
  return text.replace(/&(#x[0-9a-f]+|#\d+|\w+)?;?/gi, (whole, name: string | undefined) => {
    const code = name?.startsWith('#x') ? Number.parseInt(name.slice(2), 16) : Number(name?.slice(1));
    const known = name?.startsWith('#') ? String.fromCodePoint(code) : ENTITIES.get(name ?? '');
    if (known === undefined || !whole.endsWith(';')) throw new Error(`unknown entity ${whole}`);
    return known;
  });
}
