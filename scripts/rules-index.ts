/**
 * Writes `src/dockerfile/rules/index.generated.ts`, the list of all rules: one for each file of that folder, sorted by
 * code. With `--check` it only says whether the file is as it would be written.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = new URL('../src/dockerfile/rules/', import.meta.url);
const target = fileURLToPath(new URL('index.generated.ts', folder));

interface RuleFile {
  readonly file: string;
  readonly constant: string;
  readonly code: string;
}

/** What the file of a rule says about itself; throws where it does not follow the form. */
function readRuleFile(file: string): RuleFile {
  const text = readFileSync(new URL(file, folder), 'utf8');
  const exported = [...text.matchAll(/^export const (\w+) = defineRule\(\{\s*code: '(\w+)',\s*name: '([\w-]+)',/gm)];
  const [found] = exported;
  if (exported.length !== 1 || found === undefined) {
    throw new Error(`${file}: must hold exactly one "export const x = defineRule({ code: '…', name: '…', …"`);
  }
  const [, constant = '', code = '', name = ''] = found;
  if (`${name}.ts` !== file) throw new Error(`${file}: the rule is named '${name}', so its file must be ${name}.ts`);
  return { file, constant, code };
}

/** The text of the list for the files that are there. */
export function rulesIndex(): string {
  const rules = readdirSync(folder)
    .filter((file) => file.endsWith('.ts') && file !== 'index.generated.ts')
    .map(readRuleFile)
    .toSorted((a, b) => (a.code < b.code ? -1 : 1));
  const twice = rules.find((rule, index) => rules[index + 1]?.code === rule.code);
  if (twice !== undefined) throw new Error(`two rules have the code ${twice.code}`);
  const imports = rules.toSorted((a, b) => (a.file < b.file ? -1 : 1));
  return [
    '// Written by `npm run generate` from the files of this folder; do not edit.',
    "import type { Rule } from '../rule';",
    ...imports.map(({ file, constant }) => `import { ${constant} } from './${file.replace(/\.ts$/, '')}';`),
    '',
    '/** Every rule, sorted by code. */',
    'export const rules: readonly Rule[] = [',
    ...rules.map(({ constant }) => `  ${constant},`),
    '];',
    '',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = rulesIndex();
  if (!process.argv.includes('--check')) writeFileSync(target, text);
  else if (readFileSync(target, 'utf8') !== text) {
    console.error('src/dockerfile/rules/index.generated.ts is not up to date: run `npm run generate`');
    process.exitCode = 1;
  }
}
