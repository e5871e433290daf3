/** Names of adapters and venues are levels of topics, parts of keys and of log lines. */
const NAME = /^[a-z0-9][a-z0-9_-]{0,31}$/;
const NAME_RULE = '1 to 32 of a-z, 0-9, dash and underscore';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null;
const isName = (value: unknown): boolean => typeof value === 'string' && NAME.test(value);

function venueProblems(venues: unknown): string[] {
  if (!Array.isArray(venues) || venues.length === 0) return ['venues must be a list with at least one venue'];
  if (!venues.every(isName)) return [`each of its venues must be ${NAME_RULE}`];
  return new Set(venues).size === venues.length ? [] : ['a venue is listed twice'];
}

function marketDataProblems(side: unknown): string[] {
  if (side === undefined) return [];
  if (!isObject(side)) return ['marketData must be {moduleUrl, config} or undefined'];
  const { moduleUrl, config, driven, history, connections } = side;
  const problems: string[] = [];
  if (typeof moduleUrl !== 'string' || !URL.canParse(moduleUrl) || !moduleUrl.startsWith('file:')) {
    problems.push("marketData.moduleUrl must be a file URL, such as new URL('./market-data.js', import.meta.url).href");
  }
  if (!isObject(config)) problems.push('marketData.config must be an object');
  if (driven !== undefined && typeof driven !== 'boolean') problems.push('marketData.driven must be true or false');
  if (connections !== undefined && !(Number.isSafeInteger(connections) && Number(connections) > 0))
    problems.push('marketData.connections must be a whole number above 0');
  if (history !== undefined && !isKeptHistory(history))
    problems.push('marketData.history must be {source: 1 to 200 characters, latenessUs: whole microseconds above 0}');
  return problems;
}

function isKeptHistory(value: unknown): boolean {
  if (!isObject(value)) return false;
  const { source, latenessUs } = value;
  const isText = typeof source === 'string' && /^[\x20-\x7e]{1,200}$/.test(source);
  return isText && Number.isSafeInteger(latenessUs) && Number(latenessUs) > 0;
}

/** What keeps a value that a plug-in returned from being an adapter; empty when nothing does. */
export function adapterProblems(value: unknown): string[] {
  if (!isObject(value)) return ['it is no object'];
  const { name, venues, marketData, createBroker } = value;
  const problems = isName(name) ? [] : [`its name must be ${NAME_RULE}`];
  problems.push(...venueProblems(venues), ...marketDataProblems(marketData));
  if (createBroker !== undefined && typeof createBroker !== 'function') {
    problems.push('createBroker must be a function or undefined');
  }
  if (marketData === undefined && createBroker === undefined)
    problems.push('it has neither marketData nor createBroker');
  return problems;
}
