import { existsSync } from 'node:fs';
import path from 'node:path';
import type { TestResult } from '../../test/support/environment/results';
import { buildProduct } from '../build/build';
import { projectRoot } from '../build/bundles';
import { packageExtension } from '../build/package';
import { messageOf } from '../environment/failure';
import { run } from '../environment/process';
import { patternFaults } from '../patterns/check';
import { patternsOf } from '../patterns/find';
import { checkCrlfClone } from './crlf-clone';
import { generators } from './generators';
import { suiteResult, type RunRequest, type SuiteResult } from './suite';

/** One static check; what it throws is shown. */
interface Check {
  readonly title: string;
  run(): Promise<unknown>;
}

const tool = (file: string, ...args: readonly string[]): Promise<string> =>
  run(process.execPath, [path.join(projectRoot, 'node_modules', file), ...args], { cwd: projectRoot });

const script = (name: string, ...args: readonly string[]): Promise<string> =>
  run(process.execPath, ['--import', 'tsx', path.join(projectRoot, 'scripts', name), ...args], { cwd: projectRoot });

const isThere = (file: string): boolean => existsSync(path.join(projectRoot, file));

/** Compiles every tsconfig of the project: the pages of webviews have one of their own. */
async function types(): Promise<void> {
  const projects = ['tsconfig.json', 'src/webview/tsconfig.json', 'src/webview/pages/tsconfig.json'].filter(isThere);
  for (const project of projects) await tool('typescript/bin/tsc', '--noEmit', '--project', project);
}

/** Byte for byte: what scripts write from the definitions is what is checked in. */
async function generated(): Promise<void> {
  for (const name of generators) await script(name, '--check');
}

/** Of what activation loads, in bytes; the heavy parts are loaded on first use. */
const bundleLimit = 100_000;

async function packaging(): Promise<void> {
  const files = await buildProduct();
  const extension = files.filter(({ file }) => file === 'dist/extension.mjs' || file.startsWith('dist/chunks/'));
  const bytes = extension.filter(({ atStart }) => atStart).reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > bundleLimit) throw new Error(`activation loads ${bytes} bytes, more than ${bundleLimit}`);
  await packageExtension();
}

/** Every regular expression of the source takes time linear in its input. */
async function patterns(): Promise<void> {
  const faults = await patternFaults(patternsOf(projectRoot));
  if (faults.length > 0) throw new Error(faults.join('\n'));
}

const checks: readonly Check[] = [
  { title: 'types', run: types },
  { title: 'eslint', run: () => tool('eslint/bin/eslint.js', '--max-warnings', '0', '.') },
  { title: 'layout', run: () => tool('prettier/bin/prettier.cjs', '--check', 'src', 'scripts', 'eslint.config.mjs') },
  { title: 'knip', run: () => tool('knip/bin/knip.js') },
  { title: 'generated files', run: generated },
  { title: 'patterns', run: patterns },
  { title: 'clone with core.autocrlf', run: checkCrlfClone },
  { title: 'packaging', run: packaging },
];

/** Runs the static checks one after the other; each counts as a test. */
export async function runChecks(request: RunRequest): Promise<SuiteResult> {
  const started = Date.now();
  const results: TestResult[] = [];
  for (const check of checks) {
    if (request.grep !== undefined && !check.title.includes(request.grep)) continue;
    const begin = Date.now();
    const done = (state: 'passed' | 'failed', error?: string): void => {
      const milliseconds = Date.now() - begin;
      results.push({ title: check.title, state, milliseconds, ...(error === undefined ? {} : { error }) });
      console.log(`    ${state === 'passed' ? '✔' : '✖'} ${check.title} (${milliseconds} ms)`);
      if (error !== undefined) console.log(error.replace(/^/gm, '        '));
    };
    await check.run().then(
      () => {
        done('passed');
      },
      (error: unknown) => {
        done('failed', messageOf(error));
      },
    );
  }
  return suiteResult('check', results, { seconds: (Date.now() - started) / 1000, request });
}
