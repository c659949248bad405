import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { staleExcerpts } from './doc-excerpts';
import { rules } from '../src/dockerfile/rules/index.generated';

// Writes what documents quote: the source in each block that begins with `// src/…`, and the counts in the README. With
// `--check` it writes nothing and fails when a document would change. Fails too when a file is quoted in part and has no such lines.
const root = path.resolve(__dirname, '..');
const check = process.argv.includes('--check');

/** The text with each quoted file as it is now. */
function withSources(text: string): string {
  return text.replace(/^```ts\n\/\/ (src\/[\w./-]+)\n[^]*?^```$/gm, (_, file: string) => {
    const source = readFileSync(path.join(root, file), 'utf8').replaceAll('\r\n', '\n').trimEnd();
    return `\`\`\`ts\n// ${file}\n${source}\n\`\`\``;
  });
}

/** The text with the number of rules as it is now. Throws where the sentence is gone. */
function withCounts(text: string): string {
  const sentence = /\b\d+(?= rules that know)/;
  if (!sentence.test(text)) throw new Error('README.md does not tell the number of rules ("84 rules that know …")');
  return text.replace(sentence, String(rules.length));
}

const documents: readonly (readonly [file: string, change: (text: string) => string])[] = [
  ['README.md', withCounts],
  ['docs/contributing.md', withSources],
  ['docs/rules.md', withSources],
];

for (const [file, change] of documents) {
  const full = path.join(root, file);
  const before = readFileSync(full, 'utf8');
  const after = change(before);
  for (const excerpt of staleExcerpts(after, (source) => readFileSync(path.join(root, source), 'utf8'))) {
    console.error(`stale: ${file} quotes what is not there: ${excerpt}`);
    process.exitCode = 1;
  }
  if (after === before) continue;
  if (!check) writeFileSync(full, after);
  else {
    console.error(`stale: ${file} (run npm run generate)`);
    process.exitCode = 1;
  }
}
