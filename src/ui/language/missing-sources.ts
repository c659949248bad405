import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { t } from '../../core/localize';
import { contextSources, type ContextSource } from '../../dockerfile/context-sources';
import { Finding } from '../../dockerfile/finding';
import { defineRule } from '../../dockerfile/rule';
import { Suppression } from '../../dockerfile/suppression';
import { hasFolder } from './build-contexts';
import type { Checked } from './lint-session';
import type { SlowCheck } from './slow-checks';

const pauseMilliseconds = 300;

const missingSource = defineRule({
  code: 'slipway:missing-source',
  name: 'missing-source',
  severity: 'warning',
  fixes: 'none',
  summary: '',
  docs: '',
  examples: [],
});

/**
 * COPY and ADD of what is not there. The folder given to the builder is not known, so a path counts as missing only
 * where it is neither in the Dockerfile's folder nor in one above it up to the workspace's.
 */
export class MissingSources implements SlowCheck {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private watching = false;
  private timer: NodeJS.Timeout | undefined;

  readonly onChange = this.changed.event;

  async find(document: vscode.TextDocument, { file, configuration }: Checked): Promise<readonly Finding[]> {
    const suppression = new Suppression(file, configuration);
    const severity = suppression.severityOf(missingSource, missingSource.code);
    if (!hasFolder(document.uri) || severity === 'off' || !suppression.runs(missingSource)) return [];
    const sources = contextSources(file).filter(({ path }) => path !== '' && configuration.buildContext?.isIgnored(path) !== true);
    const patterns = contextSources(file).filter(({ path, entry }) => path === '' && entry !== undefined);
    if (sources.length + patterns.length === 0) return [];
    this.watch();
    const folders = foldersOf(document.uri);
    const looked = await Promise.all([...sources, ...patterns].map(async (source) => ({ source, there: await isInAny(folders, source) })));
    return looked
      .filter(({ there }) => !there)
      .map(({ source: { instruction, range } }) => {
        const message = t('{0} is not in the build context.', file.text.slice(range.start, range.end));
        return new Finding(missingSource, missingSource.names, severity, instruction.firstLine, range, { message, range });
      });
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  /** Files come and go in crowds, so they are looked for again when it is quiet. */
  private watch(): void {
    if (this.watching) return;
    this.watching = true;
    const watcher = this.owned.add(vscode.workspace.createFileSystemWatcher('**/*', false, true, false));
    const later = (): void => {
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.changed.fire(), pauseMilliseconds);
    };
    this.owned.add(watcher.onDidCreate(later));
    this.owned.add(watcher.onDidDelete(later));
  }
}

function foldersOf(uri: vscode.Uri): readonly vscode.Uri[] {
  const root = vscode.workspace.getWorkspaceFolder(uri)?.uri;
  const folders = [vscode.Uri.joinPath(uri, '..')];
  for (let last = folders[0]; root && last && last.path !== root.path && last.path.startsWith(root.path); last = folders.at(-1))
    folders.push(vscode.Uri.joinPath(last, '..'));
  return folders;
}

async function isInAny(folders: readonly vscode.Uri[], source: ContextSource): Promise<boolean> {
  for (const folder of folders) if (await isIn(folder, source)) return true;
  return false;
}

async function isIn(folder: vscode.Uri, { path, entry }: ContextSource): Promise<boolean> {
  const place = vscode.Uri.joinPath(folder, path);
  try {
    if (entry === undefined) await vscode.workspace.fs.stat(place);
    else return (await vscode.workspace.fs.readDirectory(place)).some(([name]) => entry(name));
    return true;
  } catch {
    return false;
  }
}
