import * as vscode from 'vscode';
import type { OutlineEntry } from '../../../dockerfile/features/outline';
import { documentRange } from '../documents';
import { own } from '../../../core/records';

const { Constant, Event, File, Function: Command, Interface, Key, Module, Namespace, Package, Property, Variable } = vscode.SymbolKind;

/** The icon of an instruction says what it makes: files, folders, variables, commands. */
const kinds: Readonly<Record<string, vscode.SymbolKind>> = {
  stage: Module,
  ADD: File,
  ARG: Constant,
  CMD: Event,
  COPY: File,
  ENTRYPOINT: Event,
  ENV: Variable,
  EXPOSE: Interface,
  HEALTHCHECK: Event,
  RUN: Command,
  USER: Key,
  VOLUME: Package,
  WORKDIR: Namespace,
};

/** A row of the outline as VS Code's. */
export function symbol(
  document: vscode.TextDocument,
  { name, detail, kind, range, selectionRange, children }: OutlineEntry,
): vscode.DocumentSymbol {
  const found = new vscode.DocumentSymbol(
    name,
    detail,
    own(kinds, kind) ?? Property,
    documentRange(document, range),
    documentRange(document, selectionRange),
  );
  found.children = children.map((child) => symbol(document, child));
  return found;
}
