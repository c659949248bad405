import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Rule, RuleOrigin } from '../src/dockerfile/rule';
import { rulePage } from '../src/dockerfile/rule-page';
import { rules } from '../src/dockerfile/rules/index.generated';
import { allBuilderErrors } from '../src/dockerfile/builder/builder-error';

// Writes docs/rules/<code>.md and the table docs/rules/README.md from the rules. With `--check` it writes nothing and
// fails when a file would change.
const folder = path.resolve(__dirname, '../docs/rules');
const check = process.argv.includes('--check');

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('\n', ' ');

const origins: Readonly<Record<RuleOrigin, string>> = {
  hadolint: 'hadolint',
  buildkit: 'BuildKit',
  shellcheck: 'ShellCheck',
  slipway: 'Slipway',
};

function tableRow(rule: Rule): string {
  const [, ...others] = rule.names;
  const severity = rule.severity === 'off' ? 'off by default' : rule.severity;
  return `| [${rule.code}](${rule.code}.md) | ${others.join(', ')} | ${origins[rule.origin]} | ${severity} | ${cell(rule.summary)} | ${rule.fixes === 'none' ? '' : rule.fixes} |`;
}

const refusals = allBuilderErrors().map(({ rule }) => rule);

function table(): string {
  return [
    '# Rules',
    '',
    'Written by `scripts/rule-pages.ts` from `src/dockerfile/rules`. A **safe** fix keeps the meaning and is made by "fix all"; a **suggested** one is chosen by a person.',
    '',
    '| rule | also | of | severity | what | fix |',
    '|-|-|-|-|-|-|',
    ...rules.map(tableRow),
    '',
    '## What the builder refuses',
    '',
    'Found by dockerfile-utils, less what it gets wrong and what a rule tells already; those from DU101 on by Slipway itself.',
    '',
    '| error | severity | what |',
    '|-|-|-|',
    ...refusals.map(({ code, severity, summary }) => `| [${code}](${code}.md) | ${severity} | ${cell(summary)} |`),
    '',
  ].join('\n');
}

const wanted = new Map<string, string>([
  ['README.md', table()],
  ...[...rules, ...refusals].map((rule): [string, string] => [`${rule.code}.md`, `${rulePage(rule).trimEnd()}\n`]),
]);
mkdirSync(folder, { recursive: true });
const stale: string[] = [];
for (const [name, text] of wanted) {
  const file = path.join(folder, name);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(name);
  if (!check) writeFileSync(file, text);
}
for (const name of readdirSync(folder).filter((entry) => !wanted.has(entry))) {
  stale.push(name);
  if (!check) rmSync(path.join(folder, name));
}
if (check && stale.length > 0) {
  console.error(`stale in docs/rules: ${stale.join(', ')} (run npm run generate)`);
  process.exitCode = 1;
}
