import { globTest } from '../core/ignore/glob';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import type { Range } from './text';

/** A path that COPY or ADD takes out of the folder given to the builder. */
export interface ContextSource {
  readonly instruction: Instruction;
  readonly range: Range;
  /** With `/`, relative to the context, without dots; `''` is the context itself. For a pattern: the folder that must be there. */
  readonly path: string;
  /** What an entry of the folder must be called, for a pattern whose last part alone has wildcards. */
  readonly entry?: (name: string) => boolean;
}

const elsewhere = /^(?:\d*<<|https?:|ftp:|git@|git:|ssh:)|\.git(?:#|$)/i;

/** Every source of COPY and ADD that must be in the context and whose path can be told from the text. */
export function contextSources(file: Dockerfile): ContextSource[] {
  return file.instructions.flatMap((instruction) => {
    if (instruction.name !== 'COPY' && instruction.name !== 'ADD') return [];
    const { sources, destination, from } = instruction.copy;
    // An escape may join two words into one path, which is rare enough not to read.
    if (destination === undefined || from !== undefined || sources.some(({ value }) => value.includes(file.escape))) return [];
    return sources.flatMap(({ value, range }) => {
      const path = value.replace(/^(["'])(.*)\1$/, '$2');
      if (path.includes('$') || elsewhere.test(path)) return [];
      const source = sourceOf(path);
      return source === undefined ? [] : [{ instruction, range, ...source }];
    });
  });
}

function sourceOf(path: string): Pick<ContextSource, 'path' | 'entry'> | undefined {
  const parts = partsOf(path);
  const first = parts.findIndex((part) => /[*?[]/.test(part));
  if (first === -1) return { path: parts.join('/') };
  const folder = parts.slice(0, first).join('/');
  const last = parts[first];
  if (first < parts.length - 1 || last === undefined || last.includes('**')) return { path: folder };
  const entry = globTest(last);
  return entry === undefined ? undefined : { path: folder, entry };
}

/** Without `.`, `..` and doubled or leading slashes; nothing leads out of the context. */
function partsOf(path: string): string[] {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts;
}
