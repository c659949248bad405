import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { sourceFiles } from '../../../scripts/manifest/texts';

const root = path.resolve(__dirname, '../../..');
const known = new Set(
  readFileSync(path.join(root, 'node_modules/@vscode/codicons/dist/codicon.csv'), 'utf8')
    .split('\n')
    .map((line) => line.split(',')[0] ?? ''),
);

/** The texts that an expression may be: of a literal, a condition, or several behind `??`. */
function literals(node: ts.Expression): readonly string[] {
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isConditionalExpression(node)) return [...literals(node.whenTrue), ...literals(node.whenFalse)];
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return literals(node.expression);
  return [];
}

/** Every icon that the source names: values of `icon`, and `$(…)` in texts. */
function icons(): readonly (readonly [file: string, icon: string])[] {
  return sourceFiles(path.join(root, 'src')).flatMap((file) => {
    const text = readFileSync(file, 'utf8');
    // Core has no icons, but substitutions of shells.
    const inText = /^src.core./.test(path.relative(root, file)) ? '' : text.replaceAll('$(pwd)', '');
    const found: string[] = [...inText.matchAll(/\$\(([a-z][a-z-]*)(?:~spin)?\)(?=['` ])/g)].map(([, icon = '']) => icon);
    const visit = (node: ts.Node): void => {
      if (ts.isPropertyAssignment(node) && ts.isIdentifier(node.name) && node.name.text === 'icon') found.push(...literals(node.initializer));
      ts.forEachChild(node, visit);
    };
    if (/\bicon\b/.test(text)) visit(ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true));
    return found.map((icon) => [path.relative(root, file), icon.replace(/~spin$/, '')] as const);
  });
}

describe('icons', () => {
  it('are in the set of VS Code', () => {
    const named = icons();
    assert.ok(named.length > 80, String(named.length));
    assert.deepEqual(named.filter(([, icon]) => !known.has(icon) && !icon.includes('/') && !icon.endsWith('.svg')), []);
  });
});
