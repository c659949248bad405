import path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { SlipwayError } from '../../core/errors';
import { limitSentence } from '../../core/limit-exceeded';
import { defaultConfiguration, severities, type LintConfiguration, type Severity } from '../../dockerfile/configuration';
import { readHadolintConfiguration } from '../../dockerfile/configuration-file';
import { configurationOf, layerOfEnvironment, type ConfigurationLayer } from '../../dockerfile/configuration-layer';
import { findConfiguration } from '../../dockerfile/configuration-places';
import { SourceText } from '../../dockerfile/text';
import type { EngineConnection } from '../../engine/connection/connection';
import type { HostEnvironment } from '../../engine/contexts/host-environment';
import type { Log, SettingValues } from '../../ports';
import { EngineBaseImages } from './base-images';
import { BuildContexts, textAt } from './build-contexts';
import { own, setOwn } from '../../core/records';

const configurationFile = /^(?:\.hadolint|hadolint|config)\.ya?ml$/;

/** What is configured for each Dockerfile: read once, and again when a file, a setting or the engine's images change. */
export class LintConfigurations implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private readonly problems = this.owned.add(vscode.languages.createDiagnosticCollection('slipway configuration'));
  private readonly images: EngineBaseImages;
  private readonly contexts: BuildContexts;
  private readonly read = new Map<string, Promise<LintConfiguration>>();
  private readonly last = new Map<string, LintConfiguration>();
  /** Configuration files outside the workspace, which its watcher does not see. */
  private readonly watched = new Set<string>();

  /** Something that {@link load} gives is another thing now. */
  readonly onChange = this.changed.event;

  constructor(
    settings: SettingValues,
    connection: EngineConnection,
    private readonly log: Log,
    private readonly host: Pick<HostEnvironment, 'platform' | 'variables' | 'homeDirectory'>,
  ) {
    this.contexts = this.owned.add(new BuildContexts(host.platform, () => this.forget()));
    this.images = this.owned.add(new EngineBaseImages(connection, () => this.forget()));
    this.watch(vscode.workspace.createFileSystemWatcher('**/.hadolint.{yaml,yml}'));
    this.owned.add(
      settings.onChange((changed) => {
        if (changed('lint.rules')) this.forget();
      }),
    );
    this.owned.add(
      vscode.workspace.onDidSaveTextDocument(({ uri }) => {
        if (configurationFile.test(path.posix.basename(uri.path))) this.forget();
      }),
    );
  }

  /** What holds for the Dockerfile as far as it has been read; see {@link load}. */
  known(uri: vscode.Uri): LintConfiguration | undefined {
    return this.last.get(uri.toString());
  }

  /** What holds for the Dockerfile. Never fails: what cannot be read says nothing. */
  load(uri: vscode.Uri): Promise<LintConfiguration> {
    const key = uri.toString();
    let reading = this.read.get(key);
    if (!reading) {
      reading = this.readFor(uri);
      this.read.set(key, reading);
      const mine = reading;
      void reading.then((configuration) => {
        // A change that came meanwhile has started another reading.
        if (this.read.get(key) === mine) this.last.set(key, configuration);
      });
    }
    return reading;
  }

  /** A document that was closed. */
  drop(uri: vscode.Uri): void {
    this.read.delete(uri.toString());
    this.last.delete(uri.toString());
  }

  dispose(): void {
    this.owned.dispose();
  }

  private forget(): void {
    this.read.clear();
    this.changed.fire();
  }

  private watch(watcher: vscode.FileSystemWatcher): void {
    this.owned.add(watcher);
    watcher.onDidChange(() => this.forget());
    watcher.onDidCreate(() => this.forget());
    watcher.onDidDelete((uri) => {
      this.problems.delete(uri);
      this.forget();
    });
  }

  private async readFor(uri: vscode.Uri): Promise<LintConfiguration> {
    const layers: ConfigurationLayer[] = [];
    try {
      const file = await this.configurationFile(uri);
      if (file) layers.push(file);
    } catch (error) {
      this.log.error(`The configuration for ${uri.toString()} could not be read`, error);
    }
    layers.push(layerOfEnvironment(this.host.variables));
    const chosen = chosenSeverities(uri);
    const configuration = configurationOf([...layers, { severities: chosen }], defaultConfiguration);
    const buildContext = await this.contexts
      .contextOf(uri)
      .catch((error: unknown) => this.log.error(`What ${uri.toString()} leaves out could not be read`, error));
    return {
      ...configuration,
      // A rule that the settings turn on is on.
      ignored: configuration.ignored.filter((name) => (own(chosen, name) ?? 'off') === 'off'),
      ...(buildContext ? { buildContext } : {}),
      baseImages: this.images.snapshot,
    };
  }

  private async configurationFile(uri: vscode.Uri): Promise<ConfigurationLayer | undefined> {
    const folder =
      vscode.workspace.getWorkspaceFolder(uri)?.uri ??
      (uri.scheme === 'untitled' ? vscode.workspace.workspaceFolders?.[0]?.uri : undefined);
    const isLocal = (uri.scheme === 'untitled' ? folder : uri)?.scheme === 'file';
    const base = uri.scheme === 'untitled' ? folder : vscode.Uri.joinPath(uri, '..');
    if (!base || (!isLocal && !folder)) return undefined;
    const { platform, variables, homeDirectory } = this.host;
    const surroundings = {
      environment: isLocal ? variables : {},
      home: isLocal ? homeDirectory : '',
      windows: isLocal && platform === 'win32',
    };
    const at = (file: string): vscode.Uri => (isLocal ? vscode.Uri.file(file) : base.with({ path: file }));
    const found = await findConfiguration(isLocal ? base.fsPath : base.path, surroundings, (file) => this.configurationAt(at(file)));
    if (!found) return undefined;
    const place = at(found.file);
    this.watchOutside(place);
    const { layer, problem } = readHadolintConfiguration(found.text);
    this.problems.set(place, problem ? [problemAt(found.text, problem)] : undefined);
    return layer;
  }

  /** The text of a configuration file that is there; one that is too long is told in it. */
  private async configurationAt(file: vscode.Uri): Promise<string | undefined> {
    try {
      return await textAt(file, 'lintConfiguration');
    } catch (error) {
      const excess = SlipwayError.details(error, 'limitExceeded');
      if (excess) this.problems.set(file, [problemAt('', { message: limitSentence(excess), range: { start: 0, end: 0 } })]);
      throw error;
    }
  }

  private watchOutside(file: vscode.Uri): void {
    if (vscode.workspace.getWorkspaceFolder(file) || this.watched.has(file.toString())) return;
    this.watched.add(file.toString());
    this.watch(
      vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(vscode.Uri.joinPath(file, '..'), path.posix.basename(file.path))),
    );
  }
}

function problemAt(
  text: string,
  { message, range }: { readonly message: string; readonly range: { readonly start: number; readonly end: number } },
): vscode.Diagnostic {
  const source = new SourceText(text);
  const [start, end] = [source.positionAt(range.start), source.positionAt(range.end)];
  const place = new vscode.Range(start.line, start.character, end.line, end.character);
  const result = new vscode.Diagnostic(place, message, vscode.DiagnosticSeverity.Error);
  result.source = 'slipway';
  return result;
}

/** The setting `slipway.lint.rules`, less what is no severity. */
function chosenSeverities(uri: vscode.Uri): Readonly<Record<string, Severity | 'off'>> {
  const chosen = vscode.workspace.getConfiguration('slipway', uri).get<Readonly<Record<string, unknown>>>('lint.rules', {});
  const result: Record<string, Severity | 'off'> = {};
  for (const [name, value] of Object.entries(chosen)) {
    const severity = ([...severities, 'off'] as const).find((known) => known === value);
    if (severity) setOwn(result, name, severity);
  }
  return result;
}
