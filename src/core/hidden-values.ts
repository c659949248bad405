import { hidden } from './secrets';
import { withoutTrailing } from './trailing';

/** A text without values that were sent and must not come back: passwords, environment. Shorter ones could be any word. */
export function withoutValues(text: string, values: readonly string[]): string {
  let clean = text;
  for (const value of longestFirst(values)) {
    for (const form of formsOf(value)) if (clean.includes(form)) clean = clean.replaceAll(form, hidden);
  }
  return clean;
}

/** How a value is written where it is quoted: in JSON, in JSON within JSON, in a URL, in a form, in a header. */
function formsOf(value: string): ReadonlySet<string> {
  const quoted = inJson(value);
  const texts = [value, quoted, inJson(quoted), inJson(inJson(quoted))];
  const inUrls = texts.slice(0, 2).map((text) => encodeURIComponent(toWellFormed(text)));
  const base64 = Buffer.from(value).toString('base64');
  return new Set([
    ...texts.reverse(),
    ...inUrls,
    ...inUrls.map((text) => text.replaceAll('%20', '+')),
    base64,
    withoutTrailing(base64, '='),
    Buffer.from(value).toString('base64url'),
  ]);
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

const shortestValue = 5;

function longestFirst(values: readonly string[]): readonly string[] {
  return [...new Set(values)].filter((value) => value.length >= shortestValue).sort((a, b) => b.length - a.length);
}

function toWellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
}

/** What stands in a text where another has `***` instead, from left to right. */
export function hiddenParts(text: string, masked: string): readonly string[] {
  const fixed = masked.split(hidden);
  const parts: string[] = [];
  let from = (fixed[0] ?? '').length;
  for (const [index, piece] of fixed.entries()) {
    if (index === 0) continue;
    const last = index === fixed.length - 1;
    const at = last ? text.length - piece.length : text.indexOf(piece, from);
    if (at < from) return [...parts, text.slice(from)];
    parts.push(text.slice(from, at));
    from = at + piece.length;
  }
  return parts.filter((part) => part !== '');
}
