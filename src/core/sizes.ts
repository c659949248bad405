import { own } from './records';

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB', 'EB'] as const;

/** Bytes as docker shows them: decimal units, three significant digits: `0B`, `4.26MB`, `602MB`. */
export function formatBytes(bytes: number): string {
  if (!Number.isFinite(bytes)) return '?';
  const sign = bytes < 0 ? '-' : '';
  let value = Math.abs(bytes);
  let unit = 0;
  // 999.5 rounds to 1000, which is one of the next unit.
  while (value >= (unit === 0 ? 1000 : 999.5) && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  const text = unit === 0 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
  return `${sign}${text}${units[unit] ?? ''}`;
}

const binary: Readonly<Record<string, number>> = { k: 2 ** 10, m: 2 ** 20, g: 2 ** 30, t: 2 ** 40, p: 2 ** 50 };

/**
 * A size as run options take it (`512m`, `1.5g`, `64KiB`, `100`): units count by 1024.
 * Source of the form: `RAMInBytes` of github.com/docker/go-units. Undefined when the text is no size.
 */
export function parseBytes(text: string): number | undefined {
  const match = /^(\d+(?:\.\d*)?|\.\d+) ?(?:([kmgtp])(?:i?b)?|b)?$/i.exec(text);
  if (!match) return undefined;
  const factor = match[2] === undefined ? 1 : (own(binary, match[2].toLowerCase()) ?? 1);
  return Math.trunc(Number(match[1]) * factor);
}
