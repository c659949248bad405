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
  return new Set([...texts.reverse(), ...inUrls, ...inUrls.map((text) => text.replaceAll('%20', '+')), base64, withoutTrailing(base64, '='), Buffer.from(value).toString('base64url')]);
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
