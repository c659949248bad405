import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { sourceFiles } from '../manifest/texts';

/** A regular expression of the source; `source` is undefined where it is built from what only a run knows. */
export interface FoundPattern {
  /** Relative to the root, with `/`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  readonly source: string | undefined;
  readonly flags: string;
}

/** Every regular expression of `src`, written as a literal or made by `RegExp`. */
export function patternsOf(root: string): readonly FoundPattern[] {
  return sourceFiles(path.join(root, 'src')).flatMap((file) =>
    patternsIn(readFileSync(file, 'utf8'), path.relative(root, file).split(path.sep).join('/')),
  );
}

/** Every regular expression of one file's text. */
export function patternsIn(text: string, file: string): readonly FoundPattern[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
  const found: FoundPattern[] = [];
  const visit = (node: ts.Node): void => {
    const read = ts.isRegularExpressionLiteral(node) ? literal(node) : isConstruction(node) ? constructed(node) : undefined;
    if (read !== undefined) found.push({ file, line: source.getLineAndCharacterOfPosition(node.getStart()).line + 1, ...read });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

type Read = Pick<FoundPattern, 'source' | 'flags'>;

function literal({ text }: ts.RegularExpressionLiteral): { readonly source: string; readonly flags: string } {
  const end = text.lastIndexOf('/');
  return { source: text.slice(1, end), flags: text.slice(end + 1) };
}

function isConstruction(node: ts.Node): node is ts.NewExpression | ts.CallExpression {
  return (ts.isNewExpression(node) || ts.isCallExpression(node)) && ts.isIdentifier(node.expression) && node.expression.text === 'RegExp';
}

function constructed(node: ts.NewExpression | ts.CallExpression): Read {
  const [pattern, flags] = node.arguments ?? [];
  const source = pattern && valueOf(pattern, 0);
  const known = flags === undefined ? '' : valueOf(flags, 0);
  return { source: known === undefined ? undefined : source, flags: known ?? '' };
}

const deepest = 20;

/** The text of an expression whose parts all stand in the file; undefined for anything else. */
function valueOf(node: ts.Expression, depth: number): string | undefined {
  if (depth > deepest) return undefined;
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return valueOf(node.expression, depth + 1);
  if (ts.isRegularExpressionLiteral(node)) return literal(node).source;
  if (ts.isPropertyAccessExpression(node) && node.name.text === 'source') return valueOf(node.expression, depth + 1);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) return joined([node.left, node.right], depth);
  if (ts.isTemplateExpression(node)) return template(node, false, depth);
  if (ts.isTaggedTemplateExpression(node) && node.tag.getText() === 'String.raw') {
    const { template: body } = node;
    return ts.isNoSubstitutionTemplateLiteral(body) ? body.rawText : template(body, true, depth);
  }
  if (ts.isIdentifier(node)) return constantOf(node, depth);
  return undefined;
}

function joined(parts: readonly ts.Expression[], depth: number): string | undefined {
  const values = parts.map((part) => valueOf(part, depth + 1));
  return values.includes(undefined) ? undefined : values.join('');
}

function template(node: ts.TemplateExpression, raw: boolean, depth: number): string | undefined {
  const own = (piece: ts.TemplateHead | ts.TemplateMiddle | ts.TemplateTail): string => (raw ? (piece.rawText ?? '') : piece.text);
  let text = own(node.head);
  for (const { expression, literal: piece } of node.templateSpans) {
    const value = valueOf(expression, depth + 1);
    if (value === undefined) return undefined;
    text += value + own(piece);
  }
  return text;
}

/** The value of a `const` in a block around its use. */
function constantOf(use: ts.Identifier, depth: number): string | undefined {
  for (let scope: ts.Node = use.parent; ; scope = scope.parent) {
    if (ts.isFunctionLike(scope) && scope.parameters.some(({ name }) => name.getText() === use.text)) return undefined;
    if (ts.isBlock(scope) || ts.isSourceFile(scope)) {
      for (const statement of scope.statements) {
        if (!ts.isVariableStatement(statement) || !(statement.declarationList.flags & ts.NodeFlags.Const)) continue;
        const declared = statement.declarationList.declarations.find(({ name }) => ts.isIdentifier(name) && name.text === use.text);
        if (declared) return declared.initializer && valueOf(declared.initializer, depth + 1);
      }
    }
    if (ts.isSourceFile(scope)) return undefined;
  }
}
