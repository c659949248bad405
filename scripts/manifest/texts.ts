import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { partOf } from './parts';

/** Every TypeScript file below a folder. */
export function sourceFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts') && !entry.name.endsWith('.d.ts'))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .sort();
}

/** Sentences that code translates, with the parts they stand in: the first argument of each call of `t`. Throws where it is no literal. */
export function translatedSentences(root: string): Map<string, Set<string>> {
  const sentences = new Map<string, Set<string>>();
  const src = path.join(root, 'src');
  for (const file of sourceFiles(src)) {
    const text = readFileSync(file, 'utf8');
    if (!/\bt\(/.test(text)) continue;
    const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 't') {
        const [first] = node.arguments;
        if (first && ts.isStringLiteralLike(first)) add(sentences, first.text, partOf(path.relative(src, file)));
        else if (!file.endsWith('core/localize.ts'))
          throw new Error(`${file}: the first argument of t() must be a literal: ${node.getText().slice(0, 80)}`);
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return sentences;
}

/** Notes that a text is used in a part. */
export function add(used: Map<string, Set<string>>, text: string, part: string): void {
  const parts = used.get(text);
  if (parts) parts.add(part);
  else used.set(text, new Set([part]));
}
