import { asText } from './inspected';

/** The options of a run line, one after the other. */
export class OptionWords {
  readonly words: string[] = [];
  /** What no option says. */
  readonly unsaid: string[] = [];

  add(...words: readonly string[]): void {
    this.words.push(...words);
  }

  /** `--option value`, where the value is a text that says something. */
  text(option: string, value: unknown): void {
    if (asText(value) !== '') this.add(`--${option}`, asText(value));
  }

  leftOut(what: string): void {
    this.unsaid.push(what);
  }
}

/** Nanoseconds as Go reads them, in the largest unit of which they are a whole number: `90s`, `500ms`. */
export function durationText(nanoseconds: number): string {
  for (const [unit, size] of [
    ['s', 1e9],
    ['ms', 1e6],
    ['us', 1e3],
  ] as const) {
    if (nanoseconds % size === 0) return `${String(nanoseconds / size)}${unit}`;
  }
  return `${String(nanoseconds)}ns`;
}

/** Bytes as run options take them, in the largest unit of which they are a whole number: `512m`. */
export function bytesText(bytes: number): string {
  for (const [unit, size] of [
    ['g', 2 ** 30],
    ['m', 2 ** 20],
    ['k', 2 ** 10],
  ] as const) {
    if (bytes > 0 && bytes % size === 0) return `${String(bytes / size)}${unit}`;
  }
  return String(bytes);
}

/** One line of CSV (RFC 4180), as `--mount` and the long form of `--network` take it. */
export function csvLine(fields: readonly string[]): string {
  return fields.map((field) => (/[",\n\r]/.test(field) || field === '' ? `"${field.replaceAll('"', '""')}"` : field)).join(',');
}
