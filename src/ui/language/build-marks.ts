import * as vscode from 'vscode';
import { DisposableStore, type Disposable } from '../../core/disposable';
import { askTheRest } from '../../core/ask-the-rest';
import { t } from '../../core/localize';
import { movedRange } from '../../core/moved-range';
import { plainLines } from '../../core/untrusted';
import { SourceText } from '../../dockerfile/text';
import { localPathOf, pathKey } from '../../files/local-paths';
import type { BuildMark, BuildMarks as FoundMarks } from '../../ports';

const source = 'slipway build';

/** The marks of one file, in its text with `\n` alone, which VS Code may hold with other line ends. */
interface MarkedFile {
  readonly text: string;
  readonly marks: readonly BuildMark[];
}

/**
 * Marks what builds found, in open and closed files alike, until they are built again. A mark goes when its line is changed, and
 * moves with what is changed elsewhere.
 */
export class BuildMarks implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly problems = this.owned.add(vscode.languages.createDiagnosticCollection('slipway-build'));
  private readonly files = new Map<string, MarkedFile>();

  constructor(private readonly platform: NodeJS.Platform) {
    this.owned.add(
      vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => {
        if (contentChanges.length > 0) this.follow(document, contentChanges);
      }),
    );
    this.owned.add(
      vscode.languages.registerCodeActionsProvider(
        { pattern: '**' },
        { provideCodeActions: (document, range) => this.actionsAt(document, range) },
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
  }

  /** Sets the marks of a file; older ones go. */
  mark({ file, text, marks }: FoundMarks): void {
    const document = this.openDocument(file);
    const uri = document?.uri ?? vscode.Uri.file(file);
    const built = new SourceText(text);
    const plain = new SourceText(plainText(text));
    const offset = (at: number): number => {
      const { line, character } = built.positionAt(at);
      return plain.lineStart(line) + character;
    };
    const placed = marks.map((mark) => ({ ...mark, range: { start: offset(mark.range.start), end: offset(mark.range.end) } }));
    this.set(uri, { text: plain.text, marks: placed });
    // It may have been changed while it was built.
    if (document) this.follow(document, []);
  }

  /** Several changes at once, as of a formatter, one by one: what lies between them is not changed. */
  private follow(document: vscode.TextDocument, changes: readonly vscode.TextDocumentContentChangeEvent[]): void {
    const before = this.files.get(document.uri.toString());
    if (!before) return;
    const now = plainText(document.getText());
    if (now === before.text) return;
    const steps = textsBetween(before.text, changes);
    // What the changes do not lead to is compared as a whole.
    const texts = steps.at(-1) === now ? steps : [now];
    let file = before;
    for (const text of texts) file = { text, marks: movedMarks(file, text) };
    this.set(document.uri, file);
  }

  private set(uri: vscode.Uri, { text, marks }: MarkedFile): void {
    if (marks.length === 0) {
      this.files.delete(uri.toString());
      this.problems.delete(uri);
      return;
    }
    this.files.set(uri.toString(), { text, marks });
    const lines = new SourceText(text);
    this.problems.set(
      uri,
      marks.map((mark) => diagnosticOf(mark, lines)),
    );
  }

  private actionsAt({ uri }: vscode.TextDocument, at: vscode.Range): vscode.CodeAction[] {
    const { text, marks } = this.files.get(uri.toString()) ?? { text: '', marks: [] };
    const lines = new SourceText(text);
    return marks.flatMap((mark) => {
      if (mark.shell === undefined || !rangeOf(mark, lines).intersection(at)) return [];
      const action = new vscode.CodeAction(t('Open a Shell Where It Failed'), vscode.CodeActionKind.QuickFix);
      action.command = { command: 'slipway.builds.openShell', title: action.title, arguments: [{ build: mark.shell }, askTheRest] };
      action.diagnostics = [diagnosticOf(mark, lines)];
      return [action];
    });
  }

  /** As it is open: marks are found by the letters of the URI. */
  private openDocument(file: string): vscode.TextDocument | undefined {
    const key = pathKey(file, this.platform);
    return vscode.workspace.textDocuments.find(({ uri }) => {
      const local = localPathOf(uri, this.platform);
      return local !== undefined && pathKey(local, this.platform) === key;
    });
  }

  dispose(): void {
    this.owned.dispose();
  }
}

/** A text after each of some changes; their places are in the text before all of them, the last one first, as VS Code tells them. */
function textsBetween(before: string, changes: readonly vscode.TextDocumentContentChangeEvent[]): readonly string[] {
  const lines = new SourceText(before);
  const offset = ({ line, character }: vscode.Position): number => lines.lineStart(line) + character;
  let text = before;
  const backwards = changes.toSorted((one, other) => other.rangeOffset - one.rangeOffset);
  return backwards.map(({ range, text: written }) => {
    text = text.slice(0, offset(range.start)) + plainText(written) + text.slice(offset(range.end));
    return text;
  });
}

function movedMarks({ text: before, marks }: MarkedFile, text: string): readonly BuildMark[] {
  return marks.flatMap((mark) => {
    const range = movedRange(before, text, mark.range);
    return range ? [{ ...mark, range }] : [];
  });
}

function plainText(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

function rangeOf({ range }: BuildMark, lines: SourceText): vscode.Range {
  const start = lines.positionAt(range.start);
  const end = lines.positionAt(range.end);
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

function diagnosticOf(mark: BuildMark, lines: SourceText): vscode.Diagnostic {
  const { Error: error, Warning: warning } = vscode.DiagnosticSeverity;
  const diagnostic = new vscode.Diagnostic(
    rangeOf(mark, lines),
    plainLines(mark.message, 1_000),
    mark.severity === 'error' ? error : warning,
  );
  diagnostic.source = source;
  const { rule } = mark;
  if (rule) diagnostic.code = /^https:\/\//.test(rule.url) ? { value: rule.name, target: vscode.Uri.parse(rule.url) } : rule.name;
  return diagnostic;
}
