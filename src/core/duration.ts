import { own } from './records';

const nanoseconds: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/**
 * A duration as Go reads it (`1h30m`, `500ms`, `-1.5h`, `0`), in nanoseconds; undefined when the text is none.
 * Source of the form: https://pkg.go.dev/time#ParseDuration.
 */
export function parseDuration(text: string): number | undefined {
  if (/^[+-]?0$/.test(text)) return 0;
  const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/y;
  const begin = /^[+-]/.test(text) ? 1 : 0;
  let sum = 0;
  part.lastIndex = begin;
  while (part.lastIndex < text.length || part.lastIndex === begin) {
    const match = part.exec(text);
    if (match === null) return undefined;
    sum += Number(match[1]) * (own(nanoseconds, match[2] ?? '') ?? 0);
  }
  return Math.trunc(text.startsWith('-') ? -sum : sum);
}
