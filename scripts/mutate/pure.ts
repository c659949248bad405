import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** Modules of Node that compute and reach nothing. */
const computing = new Set(['node:crypto', 'node:path', 'node:util']);

const imported = /^(?:import|export) (?!type )(?:[^;]*? from )?'([^']+)'|\bimport\('([^']+)'\)/gm;

/** The files that reach neither network, disk nor processes, by themselves or by what they import as values. Paths as given. */
export function pureFiles(files: readonly string[]): readonly string[] {
  const known = new Map<string, boolean>();
  const isPure = (file: string): boolean => {
    const before = known.get(file);
    if (before !== undefined) return before;
    known.set(file, true);
    const pure = [...readFileSync(file, 'utf8').matchAll(imported)].every(([statement, name = '', late = '']) => {
      // `{ type A }` alone is no value.
      if (/\{\s*(?:type \w+(?: as \w+)?,?\s*)+\}/.test(statement)) return true;
      const target = name || late;
      if (!target.startsWith('.')) return computing.has(target);
      const other = `${path.join(path.dirname(file), target)}.ts`;
      return !existsSync(other) || isPure(other);
    });
    known.set(file, pure);
    return pure;
  };
  return files.filter(isPure);
}
