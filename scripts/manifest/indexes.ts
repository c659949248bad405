import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from '../../src/app';
import type { AnyCommand } from '../../src/commands/define';
import type { TreeDefinition } from '../../src/nodes/define-tree';
import type { AnyPage } from '../../src/pages';

interface Exported {
  readonly name: string;
  readonly module: string;
}

/** Names of the commands and pages that the files below `src/commands/<group>/` export. */
export function exportedDefinitions(root: string): { readonly commands: readonly Exported[]; readonly pages: readonly Exported[] } {
  return {
    commands: exported(root, /^export const (\w+) = (?:\w*[cC]ommand)(?:<|\()/gm),
    pages: exported(root, /^export const (\w+) = definePage(?:<|\()/gm),
  };
}

function exported(root: string, pattern: RegExp): readonly Exported[] {
  const folder = path.join(root, 'src/commands');
  const found: Exported[] = [];
  for (const group of readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()) {
    for (const file of readdirSync(path.join(folder, group))
      .filter((name) => name.endsWith('.ts'))
      .sort()) {
      const text = readFileSync(path.join(folder, group, file), 'utf8');
      for (const match of text.matchAll(pattern)) {
        found.push({ name: match[1] ?? '', module: `./${group}/${file.replace(/\.ts$/, '')}` });
      }
    }
  }
  return found;
}

/** Text of `src/commands/all.ts`. */
export function definitionsModule({ commands, pages }: ReturnType<typeof exportedDefinitions>): string {
  const byModule = new Map<string, string[]>();
  for (const { name, module } of [...commands, ...pages]) byModule.set(module, [...(byModule.get(module) ?? []), name]);
  const imports = [...byModule].map(([module, names]) => `import { ${names.sort().join(', ')} } from '${module}';`);
  const names = (list: readonly Exported[]): readonly string[] => list.map(({ name }) => `  ${name},`).sort();
  return [
    '// Written by `npm run generate` from the files of this folder.',
    ...imports,
    "import type { App } from '../app';",
    "import type { AnyPage } from '../pages';",
    "import type { AnyCommand } from './define';",
    '',
    '/** Every command. */',
    'export const commands: readonly AnyCommand[] = [',
    ...names(commands),
    '];',
    '',
    '/** Every kind of page. */',
    'export const pages: readonly AnyPage<App>[] = [',
    ...names(pages),
    '];',
    '',
  ].join('\n');
}

/** Text of `src/commands/ids.ts`, by which tests and tables are checked. */
export function idsModule(commands: readonly AnyCommand[], pages: readonly AnyPage<App>[]): string {
  const lines = (ids: readonly string[]): readonly string[] => [...ids].sort().map((id) => `  '${id}',`);
  const toggles = commands.filter(({ titleBar }) => titleBar?.toggles !== undefined);
  return [
    '// Written by `npm run generate` from the files of this folder.',
    '',
    '/** Ids of all commands. */',
    'export const commandIds = [',
    ...lines(commands.map(({ id }) => id)),
    '] as const;',
    '',
    '/** Ids of those that turn a setting on and off; each has a second one, with a check mark in its title, for the time when it is on. */',
    'export const toggleIds = [',
    ...lines(toggles.map(({ id }) => id)),
    '] as const;',
    '',
    '/** Ids of all kinds of pages. */',
    'export const pageIds = [',
    ...lines(pages.map(({ id }) => id)),
    '] as const;',
    '',
  ].join('\n');
}

/** Text of `src/nodes/view-frames.ts`, which is all of the views that activation loads. */
export function framesModule(trees: readonly TreeDefinition[]): string {
  const frame = ({ view, drop, dropOnRows, drag, flat }: TreeDefinition): string =>
    [
      `view: '${view}'`,
      ...(flat ? ['flat: true'] : []),
      ...(drop === undefined ? [] : [`drop: '${drop}'`]),
      ...(dropOnRows ? ['dropOnRows: true'] : []),
      ...(drag === undefined ? [] : [`drag: '${drag}'`]),
    ].join(', ');
  return [
    '// Written by `npm run generate` from the views of `nodes/trees`.',
    "import type { ViewFrame } from './define-tree';",
    '',
    '/** Every view as VS Code knows it from the start, in the order of the side bar. */',
    'export const viewFrames: readonly ViewFrame[] = [',
    ...trees.map((tree) => `  { ${frame(tree)} },`),
    '];',
    '',
  ].join('\n');
}
