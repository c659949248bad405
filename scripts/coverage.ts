import { spawn } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot, testFiles } from './build/bundles';

/** Fetched when it is used: https://github.com/bcoe/c8. */
const c8 = '11.0.0';

interface Totals {
  readonly lines: { readonly total: number; readonly covered: number };
  readonly branches: { readonly total: number; readonly covered: number };
}

const share = ({ total, covered }: Totals['lines']): string => `${((100 * covered) / Math.max(1, total)).toFixed(1)} %`;
const add = (left: Totals['lines'], right: Totals['lines']): Totals['lines'] => ({
  total: left.total + right.total,
  covered: left.covered + right.covered,
});

/** npm run coverage: what of `src` the unit and rules suites run, as a table by folder. The suites with engines and VS Code are not in it. */
async function main(): Promise<void> {
  const directory = path.join(projectRoot, 'test-results/coverage');
  const files = [...testFiles('test/unit'), ...testFiles('test/rules')];
  const mocha = [
    process.execPath,
    '--import',
    'tsx',
    path.join(projectRoot, 'node_modules/mocha/bin/mocha.js'),
    '--reporter',
    'dot',
    '--timeout',
    '60000',
    ...files,
  ];
  const options = [
    '--src',
    'src',
    '--include',
    'src/**',
    '--exclude',
    'src/webview/pages/**',
    '--reporter',
    'json-summary',
    '--reporter',
    'html',
    '--reports-dir',
    directory,
  ];
  const code = await new Promise<number | null>((resolve, reject) => {
    const child = spawn('npx', ['--yes', `c8@${c8}`, '--all', ...options, ...mocha], { cwd: projectRoot, stdio: 'inherit' });
    child.once('error', reject);
    child.once('exit', resolve);
  });
  if (code !== 0) throw new Error(`the suites ended with ${String(code)}`);
  const summary = JSON.parse(await readFile(path.join(directory, 'coverage-summary.json'), 'utf8')) as Readonly<Record<string, Totals>>;
  const folders = new Map<string, Totals>();
  for (const [file, totals] of Object.entries(summary)) {
    if (file === 'total') continue;
    const [folder = '', ...rest] = path.relative(path.join(projectRoot, 'src'), file).split(path.sep);
    const name = rest.length === 0 ? 'src' : `src/${folder}`;
    const before = folders.get(name);
    folders.set(name, before ? { lines: add(before.lines, totals.lines), branches: add(before.branches, totals.branches) } : totals);
  }
  console.log('\n| folder | lines | branches |\n|-|-|-|');
  for (const [name, { lines, branches }] of [...folders].sort(([left], [right]) => (left < right ? -1 : 1)))
    console.log(`| \`${name}\` | ${share(lines)} | ${share(branches)} |`);
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
