import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { staleExcerpts } from '../../../scripts/doc-excerpts';

const root = path.resolve(__dirname, '../../..');
const source = '/** Says what it is. */\nexport const a = {\n  // A reason.\n  first: 1,\n\n  second: 2,\n};\nexport const b = 3;\n';
const quote = (...lines: readonly string[]): string => `1. **It**:\n\n   \`\`\`ts\n${lines.map((line) => (line === '' ? '' : `   ${line}`)).join('\n')}\n   \`\`\`\n`;
const stale = (...lines: readonly string[]): readonly string[] => staleExcerpts(quote('// src/a.ts', ...lines), () => source);

describe('what documents quote in part', () => {
  const cases: readonly (readonly [what: string, lines: readonly string[], found: readonly string[]])[] = [
    ['lines in a row', ['export const a = {', '  first: 1,', '  second: 2,', '};'], []],
    ['a part left out', ['export const a = {', '  …', '};'], []],
    ['the end left out', ['export const a = {', '…'], []],
    ['another line', ['export const a = {', '  first: 2,', '};'], ['src/a.ts: export const a = {']],
    ['a line left out without a word', ['export const a = {', '  second: 2,'], ['src/a.ts: export const a = {']],
    ['another order', ['export const b = 3;', '…', 'export const a = {'], ['src/a.ts: export const a = {']],
    ['two files, of which one is wrong', ['export const b = 3;', '', '// src/c.ts', 'gone'], ['src/c.ts: gone']],
  ];
  for (const [what, lines, found] of cases) {
    it(`is compared with the file: ${what}`, () => {
      assert.deepEqual(stale(...lines), found);
    });
  }

  it('stands so in its files', () => {
    for (const file of ['docs/contributing.md', 'docs/rules.md']) {
      const text = readFileSync(path.join(root, file), 'utf8');
      assert.deepEqual(staleExcerpts(text, (name) => readFileSync(path.join(root, name), 'utf8')), [], file);
      if (file.includes('contributing')) assert.ok([...text.matchAll(/^ +\/\/ src\//gm)].length > 3);
    }
  });
});
