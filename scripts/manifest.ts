import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { App } from '../src/app';
import type { AnyCommand } from '../src/commands/define';
import { trees } from '../src/nodes/trees';
import type { AnyPage } from '../src/pages';
import { restrictedSettings, settings } from '../src/settings';
import { taskType } from '../src/commands/tasks/task-call';
import { fileScheme } from '../src/core/files/file-place';
import { imageFileScheme } from '../src/core/files/image-place';
import { contributions, manifestTexts } from './manifest/contributions';
import { definitionsModule, exportedDefinitions, framesModule, idsModule } from './manifest/indexes';
import { commandsPage, settingsPage } from './manifest/tables';
import { partFiles, translations } from './manifest/parts';
import { add, translatedSentences } from './manifest/texts';

// Writes everything that is derived from the definitions of commands, trees and settings. With `--check` it writes
// nothing and fails when a file would change or a translation is missing.
const root = path.resolve(__dirname, '..');
const check = process.argv.includes('--check');
const stale: string[] = [];

function put(file: string, text: string): void {
  const full = path.join(root, file);
  const before = existsSync(full) ? readFileSync(full, 'utf8') : undefined;
  if (before === text) return;
  if (check) stale.push(file);
  else writeFileSync(full, text);
}

function remove(file: string): void {
  if (check) stale.push(file);
  else rmSync(path.join(root, file));
}

/** What the page of a gallery shows. */
const gallery = {
  icon: 'media/icon.png',
  categories: ['Other', 'Linters', 'Programming Languages', 'Visualization'],
  keywords: [
    'docker',
    'container',
    'image',
    'dockerfile',
    'containerfile',
    'podman',
    'registry',
    'hadolint',
    'lint',
    'prune',
    'buildkit',
    'devops',
  ],
  repository: { type: 'git', url: 'https://github.com/slipway/slipway.git' },
  bugs: { url: 'https://github.com/slipway/slipway/issues' },
  homepage: 'https://github.com/slipway/slipway#readme',
  galleryBanner: { color: '#0b3a5b', theme: 'dark' },
};

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;
const sorted = (texts: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(texts).sort(([left], [right]) => (left < right ? -1 : 1)));

async function main(): Promise<void> {
  put('src/commands/all.ts', definitionsModule(exportedDefinitions(root)));
  const { commands, pages } = (await import('../src/commands/all')) as { commands: readonly AnyCommand[]; pages: readonly AnyPage<App>[] };
  const twice = [...commands, ...pages].map(({ id }) => id).filter((id, index, ids) => ids.indexOf(id) !== index);
  if (twice.length > 0) throw new Error(`defined twice: ${twice.join(', ')}`);
  put('src/commands/ids.ts', idsModule(commands, pages));
  put('src/nodes/view-frames.ts', framesModule(trees));

  const texts = manifestTexts(commands, trees, settings);
  const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  manifest['displayName'] = '%extension.displayName%';
  manifest['description'] = '%extension.description%';
  Object.assign(manifest, gallery);
  // Pages that were open when the window was loaded anew.
  manifest['activationEvents'] = [
    `onFileSystem:${fileScheme}`,
    `onFileSystem:${imageFileScheme}`,
    'onLanguage:dockerfile',
    `onTaskType:${taskType}`,
    ...pages.map(({ id }) => `onWebviewPanel:slipway.${id}`).sort(),
  ];
  manifest['l10n'] = './l10n';
  manifest['extensionKind'] = ['workspace'];
  manifest['capabilities'] = {
    virtualWorkspaces: true,
    untrustedWorkspaces: {
      supported: 'limited',
      description: '%extension.trust%',
      restrictedConfigurations: restrictedSettings.map((key) => `slipway.${key}`),
    },
  };
  manifest['contributes'] = contributions(commands, trees, settings);
  texts['extension.trust'] =
    'In an untrusted workspace, files cause no requests to registries, ShellCheck is not run, and workspace settings cannot choose the engine, make requests or start programs.';
  put('package.json', json(manifest));
  put('package.nls.json', json(sorted(texts)));

  const chinese = translations(root);
  const missing = new Set<string>();
  const translate = (english: string): string => {
    const text = english.startsWith('✓ ') ? `✓ ${translate(english.slice('✓ '.length))}` : chinese.get(english);
    if (text === undefined) missing.add(english);
    return text ?? english;
  };
  put('package.nls.zh-cn.json', json(sorted(Object.fromEntries(Object.entries(texts).map(([key, text]) => [key, translate(text)])))));
  const used = translatedSentences(root);
  const bundle = Object.fromEntries([...used.keys()].map((sentence) => [sentence, translate(sentence)]));
  put('l10n/bundle.l10n.zh-cn.json', json(sorted(bundle)));
  for (const text of Object.values(texts)) add(used, text.replace(/^✓ /, ''), 'manifest');
  const parts = partFiles(used, chinese);
  for (const [file, part] of parts) put(file, json(part));
  for (const file of readdirSync(path.join(root, 'l10n/parts')).map((name) => `l10n/parts/${name}`)) if (!parts.has(file)) remove(file);
  put('docs/commands.md', commandsPage(commands));
  put('docs/settings.md', settingsPage(settings));

  for (const sentence of missing) console.error(`no Chinese text: ${JSON.stringify(sentence)}`);
  for (const file of stale) console.error(`stale: ${file} (run npm run generate)`);
  if (check && (stale.length > 0 || missing.size > 0)) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
