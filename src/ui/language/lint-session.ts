import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { limitSentence } from '../../core/limit-exceeded';
import { limits } from '../../core/limits';
import { isPlainlyValid } from '../../dockerfile/builder/plainly-valid';
import { defaultConfiguration } from '../../dockerfile/configuration';
import { oneForEachFact } from '../../dockerfile/finding';
import { lintDockerfile, onRuleFailure } from '../../dockerfile/lint';
import { parseDockerfile } from '../../dockerfile/parse';
import { DockerfileCodeActions } from './code-actions';
import { diagnosticOf, type ShownFinding } from './diagnostics';
import { dockerfileSelector, isDockerfile, isTooLong, textToRead } from './documents';
import type { LanguageApp } from './language-app';
import type { LintConfigurations } from './lint-configurations';
import { MissingSources } from './missing-sources';
import { ShellCheckScripts } from './shellcheck-scripts';
import { SlowChecks, type SlowCheck } from './slow-checks';
import type { Checked } from './checked';

/** Pause after a key stroke before the text is checked; checking itself takes a few milliseconds. */
const pauseMilliseconds = 60;
/** The errors of the builder; its validator takes longer than all rules together. */
const builderCheck: SlowCheck = {
  onChange: () => ({ dispose: () => undefined }),
  find: async (_document, { file, configuration }) =>
    isPlainlyValid(file) ? [] : (await import('../../dockerfile/builder-errors')).builderErrors(file, configuration),
  dispose: () => undefined,
};

/** Checks open Dockerfiles as they change, in this process. */
export class LintSession implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly diagnostics = this.owned.add(vscode.languages.createDiagnosticCollection('slipway'));
  private readonly timers = new Map<vscode.TextDocument, NodeJS.Timeout>();
  private readonly results = new WeakMap<vscode.TextDocument, Checked>();
  private readonly opened = new WeakSet<vscode.TextDocument>();
  private readonly slow: SlowChecks;

  constructor(
    private readonly app: LanguageApp,
    private readonly configurations: LintConfigurations,
  ) {
    const slowChecks = [builderCheck, new MissingSources(), new ShellCheckScripts(app.settings, app.log, app.host)];
    this.slow = this.owned.add(new SlowChecks(slowChecks, app.log, () => this.showAll()));
    onRuleFailure((rule, error) => app.log.error(`The rule ${rule.code} failed`, error));
    this.owned.add({ dispose: () => onRuleFailure(undefined) });
    this.owned.add(
      vscode.languages.registerCodeActionsProvider(dockerfileSelector, new DockerfileCodeActions(this), {
        providedCodeActionKinds: DockerfileCodeActions.kinds,
      }),
    );
    this.owned.add(
      app.settings.onChange((changed) => {
        if (changed('lint.enable')) this.showAll();
      }),
    );
    this.owned.add(configurations.onChange(() => this.showAll()));
  }

  /** Checks a document soon; for one that is new as soon as its configuration has been read. */
  changed(document: vscode.TextDocument): void {
    if (!this.opened.has(document)) {
      this.opened.add(document);
      this.showConfigured(document);
      return;
    }
    clearTimeout(this.timers.get(document));
    this.timers.set(
      document,
      setTimeout(() => {
        this.timers.delete(document);
        if (document.isClosed) return;
        // A key stroke may come before the configuration.
        if (this.configurations.known(document.uri)) this.show(document);
        else this.showConfigured(document);
      }, pauseMilliseconds),
    );
  }

  closed(document: vscode.TextDocument): void {
    clearTimeout(this.timers.get(document));
    this.timers.delete(document);
    this.results.delete(document);
    this.opened.delete(document);
    this.configurations.drop(document.uri);
    this.slow.drop(document);
    this.diagnostics.delete(document.uri);
  }

  /** The findings in the document as it is now. */
  check(document: vscode.TextDocument): Checked {
    const configuration = this.configurations.known(document.uri) ?? defaultConfiguration;
    const known = this.results.get(document);
    if (known?.version === document.version && known.configuration === configuration) return known;
    const file = known?.version === document.version ? known.file : parseDockerfile(textToRead(document));
    const findings = isTooLong(document) ? [] : oneForEachFact(lintDockerfile(file, configuration));
    const checked: Checked = { version: document.version, file, configuration, findings };
    this.results.set(document, checked);
    return checked;
  }

  /** What slower checks know of the document as it is now. */
  slowFindings(document: vscode.TextDocument): readonly ShownFinding[] {
    return this.slow.findings(document).map((finding) => ({ finding, names: finding.names }));
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.owned.dispose();
  }

  private showAll(): void {
    for (const document of vscode.workspace.textDocuments) if (isDockerfile(document)) this.showConfigured(document);
  }

  private showConfigured(document: vscode.TextDocument): void {
    void this.configurations.load(document.uri).then(() => {
      if (document.isClosed || !isDockerfile(document)) return;
      // What was read is not taken where a file has changed meanwhile.
      if (this.configurations.known(document.uri)) this.show(document);
      else this.showConfigured(document);
    });
  }

  private show(document: vscode.TextDocument): void {
    if (!vscode.workspace.getConfiguration('slipway', document).get<boolean>('lint.enable', true)) {
      this.diagnostics.delete(document.uri);
      this.slow.drop(document);
      return;
    }
    if (isTooLong(document)) {
      const told = limitSentence({
        limit: 'openDockerfile',
        from: vscode.workspace.asRelativePath(document.uri),
        most: limits.openDockerfile.most,
      });
      this.diagnostics.set(document.uri, [
        new vscode.Diagnostic(new vscode.Range(0, 0, 0, 0), told, vscode.DiagnosticSeverity.Information),
      ]);
      this.slow.drop(document);
      return;
    }
    try {
      const checked = this.check(document);
      this.diagnostics.set(
        document.uri,
        checked.findings.map((shown) => diagnosticOf(document, shown)),
      );
      this.slow.schedule(document, checked);
    } catch (error) {
      this.app.log.error(`Checking ${document.uri.toString()} failed`, error);
    }
  }
}
