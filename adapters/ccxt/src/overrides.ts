export type Json = Readonly<Record<string, unknown>>;

const MAX_LENGTH = 16_384;
const PROTOCOLS = ['https:', 'http:', 'wss:', 'ws:'];

/** A JSON object of a variable, empty for one that is not set; otherwise what is wrong with it. */
export function jsonObject(text: string | undefined): Json | string {
  if (!text) return {};
  if (text.length > MAX_LENGTH) return `must not be longer than ${MAX_LENGTH} characters`;
  try {
    const value: unknown = JSON.parse(text);
    if (isObject(value)) return value;
  } catch {
    // Said below, without the text: it may hold what is nobody's business.
  }
  return 'must be a JSON object';
}

/** As jsonObject, of which every text is an address of HTTP or WebSocket without a login. */
export function parseUrls(text: string | undefined): Json | string {
  const urls = jsonObject(text);
  if (typeof urls === 'string' || texts(urls).every(isAddress)) return urls;
  return 'must hold nothing but addresses of http, https, ws or wss without a login';
}

/** `given` laid over `base`, object by object. */
export function overlaid(base: unknown, given: Json): Json {
  const under: Json = isObject(base) ? base : {};
  const over = Object.entries(given).map(([key, value]) => {
    const own = Object.hasOwn(under, key) ? under[key] : undefined;
    return [key, isObject(value) ? overlaid(own, value) : value] as const;
  });
  return { ...under, ...Object.fromEntries(over) };
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function texts(value: unknown): unknown[] {
  return isObject(value) ? Object.values(value).flatMap(texts) : [value];
}

function isAddress(value: unknown): boolean {
  if (typeof value !== 'string' || !URL.canParse(value)) return false;
  const { protocol, username, password } = new URL(value);
  return PROTOCOLS.includes(protocol) && username === '' && password === '';
}
