import { setOwn } from '../../core/records';

/** A query of the engine API; arrays are repeated, objects sent as JSON, undefined and false are left out. */
export type Query = Readonly<Record<string, string | number | boolean | readonly string[] | object | undefined>>;

/** The query as the modem takes it. */
export function encodeQuery(query: Query = {}): Record<string, string | string[]> {
  const encoded: Record<string, string | string[]> = {};
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined || value === false) continue;
    if (Array.isArray(value)) setOwn(encoded, key, value.map(String));
    else if (typeof value === 'object') setOwn(encoded, key, JSON.stringify(value));
    else setOwn(encoded, key, value === true ? '1' : String(value));
  }
  return encoded;
}

/** The query with its question mark; empty when there is none. */
export function queryText(query: Query = {}): string {
  const pairs = Object.entries(encodeQuery(query)).flatMap(([key, value]) => [value].flat().map((item): [string, string] => [key, item]));
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs).toString()}`;
}
