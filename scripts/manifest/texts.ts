import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

/** Every TypeScript file below a folder. */
export function sourceFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Sentences that code translates: the first argument of each call of `t`. Throws where it is no literal. */
export function translatedSentences(root: string): ReadonlySet<string> {
  const sentences = new Set<string>();
  for (const file of sourceFiles(path.join(root, 'src'))) {
    const text = readFileSync(file, 'utf8');
    if (!/\bt\(/.test(text)) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [first] = node.arguments;
        if (first && ts.isStringLiteralLike(first)) sentences.add(first.text);
        else if (!file.endsWith('core/localize.ts'))
          throw new Error(`${file}: the first argument of t() must be a literal: ${node.getText().slice(0, 80)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return sentences;
}

/** All Chinese texts by their English ones, from `l10n/parts`. Throws when two parts disagree. */
export function translations(root: string): ReadonlyMap<string, string> {
  const folder = path.join(root, 'l10n/parts');
  const result = new Map<string, string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.zh-cn.json')).sort()) {
    const part = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Record<string, string>;
    for (const [english, chinese] of Object.entries(part)) if (!result.has(english)) result.set(english, chinese);
  }
  return result;
}
