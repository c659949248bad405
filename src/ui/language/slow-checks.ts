import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import type { Event } from '../../core/emitter';
import type { Finding } from '../../dockerfile/finding';
import { isTemplate } from '../../dockerfile/template';
import type { Log } from '../../ports';
import { diagnosticOf } from './diagnostics';
import type { Checked } from './checked';

/** Pause after the last key stroke before anything outside this process is asked. */
const pauseMilliseconds = 400;

/** A check that takes long or asks the disk or a program, and so never runs while somebody types. */
export interface SlowCheck extends Disposable {
  /** Fires when the same text may have other findings than before. */
  readonly onChange: Event<void>;
  /** Throws whatever it likes; it is logged. */
  find(document: vscode.TextDocument, checked: Checked, signal: AbortSignal): Promise<readonly Finding[]>;
}

interface Found {
  readonly version: number;
  readonly findings: readonly Finding[];
}

/** Runs the slow checks behind the linter. What they found stays until they have found anew. */
export class SlowChecks implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly diagnostics = this.owned.add(vscode.languages.createDiagnosticCollection('slipway slow'));
  private readonly running = new Map<vscode.TextDocument, AbortController>();
  private readonly found = new WeakMap<vscode.TextDocument, Found>();

  constructor(
    private readonly checks: readonly SlowCheck[],
    private readonly log: Log,
    changed: () => void,
  ) {
    for (const check of checks) {
      this.owned.add(check);
      this.owned.add(check.onChange(changed));
    }
  }

  /** Checks soon; a later call for the same document replaces it. */
  schedule(document: vscode.TextDocument, checked: Checked): void {
    this.running.get(document)?.abort();
    const controller = new AbortController();
    this.running.set(document, controller);
    const timer = setTimeout(() => void this.run(document, checked, controller), pauseMilliseconds);
    controller.signal.addEventListener('abort', () => clearTimeout(timer), { once: true });
  }

  /** What is known of the document as it is now. */
  findings(document: vscode.TextDocument): readonly Finding[] {
    const found = this.found.get(document);
    return found?.version === document.version ? found.findings : [];
  }

  drop(document: vscode.TextDocument): void {
    this.running.get(document)?.abort();
    this.running.delete(document);
    this.found.delete(document);
    this.diagnostics.delete(document.uri);
  }

  dispose(): void {
    for (const controller of this.running.values()) controller.abort();
    this.owned.dispose();
  }

  private async run(document: vscode.TextDocument, checked: Checked, { signal }: AbortController): Promise<void> {
    const all = isTemplate(checked.file)
      ? []
      : await Promise.all(this.checks.map((check) => this.findingsOf(check, document, checked, signal)));
    if (signal.aborted || document.isClosed || document.version !== checked.version) return;
    const findings = all.flat();
    this.found.set(document, { version: checked.version, findings });
    this.diagnostics.set(
      document.uri,
      findings.map((finding) => diagnosticOf(document, { finding, names: finding.names })),
    );
  }

  private async findingsOf(
    check: SlowCheck,
    document: vscode.TextDocument,
    checked: Checked,
    signal: AbortSignal,
  ): Promise<readonly Finding[]> {
    try {
      return await check.find(document, checked, signal);
    } catch (error) {
      if (!signal.aborted) this.log.error(`Checking ${document.uri.toString()} failed`, error);
      return [];
    }
  }
}
