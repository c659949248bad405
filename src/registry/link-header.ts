/** One link of a `Link` header. */
export interface Link {
  /** As it stands between `<` and `>`; may be relative. */
  readonly target: string;
  /** Lower case: `['next']`. */
  readonly relations: readonly string[];
}

/**
 * The links of a `Link` header, by RFC 8288 section 3 and its appendix B.2: several links, quoted texts that hold commas,
 * semicolons and escaped quotes, `rel` with or without quotes and with several relations, of several `rel` the first.
 * Links about something else than the answer (`anchor`) are left out, and so is what is no link.
 */
export function parseLinkHeader(header: string): readonly Link[] {
  const links: Link[] = [];
  let at = 0;
  while (at < header.length) {
    const open = /^[\s,]*</.exec(header.slice(at));
    if (!open) {
      at = endOfValue(header, at);
      continue;
    }
    const start = at + open[0].length;
    const close = header.indexOf('>', start);
    if (close < 0) break;
    at = endOfValue(header, close + 1);
    const parameters = parametersOf(header.slice(close + 1, at));
    if (parameters.has('anchor')) continue;
    const relations = (parameters.get('rel') ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    links.push({ target: header.slice(start, close).trim(), relations });
  }
  return links;
}

/** Behind the next comma that stands in no quotes. */
function endOfValue(header: string, from: number): number {
  let at = from;
  for (; at < header.length && header[at] !== ','; at++) if (header[at] === '"') at = endOfQuotes(header, at);
  return Math.min(at + 1, header.length);
}

/** Where the quotes end that begin at `from`; a quote that nothing closes is a character as any other. */
function endOfQuotes(text: string, from: number): number {
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return from;
}

/** By lower-case name; the first of each counts. */
function parametersOf(text: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [, name = '', quoted, plain = ''] of text.matchAll(/;\s*([^\s;=,"]+)(?:\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,]*)))?/gs)) {
    const key = name.toLowerCase();
    // Apostrophes quote nothing there, but some registries think so.
    const value = quoted === undefined ? plain.replace(/^'(.*)'$/s, '$1') : quoted.replace(/\\(.)/gs, '$1');
    if (!parameters.has(key)) parameters.set(key, value);
  }
  return parameters;
}
