import type * as vscode from 'vscode';
import type { LintConfiguration } from '../../dockerfile/configuration';
import type { Dockerfile } from '../../dockerfile/model';
import type { ShownFinding } from './diagnostics';

/** What was found in one version of a document. */
export interface Checked {
  readonly version: number;
  readonly file: Dockerfile;
  readonly configuration: LintConfiguration;
  readonly findings: readonly ShownFinding[];
}

/** What is known of open documents. */
export interface CheckedDocuments {
  /** What was found in the text as it is now, checked if it was not yet. */
  check(document: vscode.TextDocument): Checked;
  /** What the slow checks have found so far. */
  slowFindings(document: vscode.TextDocument): readonly ShownFinding[];
}
