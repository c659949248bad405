/** A line of JSON as people read it: what it says, and the rest as names and values. */
export interface LogFields {
  readonly message: string;
  readonly rest: readonly (readonly [name: string, value: string])[];
}

const messageNames = ['msg', 'message', '@m', '@mt', 'text', 'event', 'log', 'body', 'error'];
/** What the page says in its own way: time and level. */
const told = new Set([
  'time',
  'timestamp',
  'ts',
  '@timestamp',
  '@t',
  'level',
  'severity',
  'lvl',
  '@l',
  'levelname',
  'loglevel',
  'log.level',
]);
const mostFields = 60;
const longestValue = 400;

/** Undefined for what is no object of JSON. */
export function readLogFields(text: string): LogFields | undefined {
  if (!text.startsWith('{') || !text.trimEnd().endsWith('}')) return undefined;
  const parsed = parse(text);
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const fields = Object.entries(parsed);
  const named = messageNames
    .map((name) => fields.find(([key, value]) => key === name && (typeof value === 'string' || typeof value === 'number')))
    .find((field) => field !== undefined);
  const rest = fields
    .filter(([key]) => key !== named?.[0] && !told.has(key))
    .slice(0, mostFields)
    .map(([key, value]) => [key, valueText(value)] as const);
  return { message: named === undefined ? '' : String(named[1]), rest };
}

/** A line of JSON over several lines; undefined for what is none. */
export function prettyLog(text: string): string | undefined {
  const parsed = text.startsWith('{') || text.startsWith('[') ? parse(text) : undefined;
  return parsed === undefined ? undefined : JSON.stringify(parsed, null, 2);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Nothing that stands between quotes without need. */
function valueText(value: unknown): string {
  const text = typeof value === 'string' ? (/^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)) : JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}…` : text;
}
