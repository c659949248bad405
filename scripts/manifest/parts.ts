import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The file of a part of the Chinese texts; parts are named like the folders of `src` whose texts they hold. */
const fileOf = (part: string): string => `l10n/parts/${part}.zh-cn.json`;

/** Folders that others stand on come first: a text of several folders stands with the first of them. */
const order = ['core', 'dockerfile', 'engine', 'registry', 'files', 'nodes', 'commands', 'webview', 'ui', 'cli', 'manifest'];

/** The part for texts of a file of `src`, by its path there: `commands.images`, `core`. */
export function partOf(file: string): string {
  const folders = file.split(/[\\/]/).slice(0, -1);
  return folders.slice(0, 2).join('.') || 'manifest';
}

function place(part: string): number {
  const at = order.indexOf(part.split('.')[0] ?? '');
  return at === -1 ? order.length : at;
}

/** The part for a text that stands in these ones. */
export function sharedPart(parts: ReadonlySet<string>): string {
  const sorted = [...parts].toSorted((left, right) => place(left) - place(right) || (left < right ? -1 : 1));
  const [first = 'manifest'] = sorted;
  const folder = first.split('.')[0] ?? first;
  return sorted.filter((part) => part.split('.')[0] === folder).length > 1 ? folder : first;
}

/** All Chinese texts by their English ones. Throws when two parts give a text different ones. */
export function translations(root: string): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  const folder = path.join(root, 'l10n/parts');
  for (const file of readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .sort()) {
    for (const [english, chinese] of Object.entries(JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, string>)) {
      const before = result.get(english);
      if (before !== undefined && before !== chinese)
        throw new Error(`${JSON.stringify(english)} has two translations: ${before} and ${chinese} (${file})`);
      result.set(english, chinese);
    }
  }
  return result;
}

/** The files of the parts, for texts by the parts in which they are used; what is used nowhere is in none. */
export function partFiles(
  used: ReadonlyMap<string, ReadonlySet<string>>,
  chinese: ReadonlyMap<string, string>,
): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const files = new Map<string, Record<string, string>>();
  for (const english of [...used.keys()].sort()) {
    const text = chinese.get(english);
    if (text === undefined) continue;
    const file = fileOf(sharedPart(used.get(english) ?? new Set()));
    const part = files.get(file) ?? (Object.create(null) as Record<string, string>);
    part[english] = text;
    files.set(file, part);
  }
  return files;
}
