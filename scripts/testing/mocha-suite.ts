import { spawn } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ResultLine, TestResult } from '../../test/support/environment/results';
import { projectRoot, testFiles } from '../build/bundles';
import { suiteResult, type RunRequest, type SuiteResult } from './suite';

/** A suite that mocha runs on Node. `timeout` is of one test, `limit` of the whole, in milliseconds; a failed test has `retries` more tries. */
export interface MochaSuite {
  readonly name: string;
  readonly folders: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly timeout?: number;
  readonly limit?: number;
  readonly retries?: number;
}

/** Runs a suite in a process of its own and shows mocha's output. */
export async function runMochaSuite(suite: MochaSuite, request: RunRequest): Promise<SuiteResult> {
  const started = Date.now();
  const end = (results: readonly TestResult[], problem?: string): SuiteResult =>
    suiteResult(suite.name, results, { seconds: (Date.now() - started) / 1000, problem, request });
  const files = suite.folders.flatMap((folder) => testFiles(folder));
  if (files.length === 0) return end([], `no test file in ${suite.folders.join(', ')}`);
  const resultsFile = path.join(projectRoot, 'test-results', `${suite.name.replace(/\W+/g, '-')}.jsonl`);
  await mkdir(path.dirname(resultsFile), { recursive: true });
  await writeFile(resultsFile, '');
  const code = await mocha(suite, files, request, resultsFile);
  const { results, finished, running } = readResults(await readFile(resultsFile, 'utf8'));
  if (!finished) return end(results, `mocha ended with ${code} before it had finished, in: ${running ?? 'no test'}`);
  const failed = results.some(({ state }) => state === 'failed');
  return end(results, code !== '0' && !failed ? `mocha ended with ${code}` : undefined);
}

/** What the lines of the reporter say; a line that a killed process left half-written is none. */
function readResults(text: string): {
  readonly results: readonly TestResult[];
  readonly finished: boolean;
  readonly running: string | undefined;
} {
  const lines = text
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as ResultLine);
  const last = lines.at(-1);
  return {
    results: lines.filter((line) => line.state !== 'running' && line.state !== 'finished'),
    finished: last?.state === 'finished',
    running: last?.state === 'running' ? last.title : undefined,
  };
}

function mocha(suite: MochaSuite, files: readonly string[], request: RunRequest, resultsFile: string): Promise<string> {
  const args = [
    '--import',
    'tsx',
    path.join(projectRoot, 'node_modules/mocha/bin/mocha.js'),
    '--reporter',
    path.join(projectRoot, 'test/support/environment/reporter.mjs'),
    '--timeout',
    String(suite.timeout ?? 10_000),
    '--retries',
    String(suite.retries ?? 0),
    '--forbid-only',
    // Node 20 may wait without end, at full speed, for a socket that was reset (uv_run in FreeEnvironment) once all is done.
    '--exit',
    ...(request.grep === undefined ? [] : ['--grep', request.grep]),
    ...files,
  ];
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectRoot,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...suite.environment, SLIPWAY_TEST_RESULTS: resultsFile },
      timeout: Number(process.env['SLIPWAY_TEST_MINUTES'] ?? 0) * 60_000 || (suite.limit ?? 600_000),
      killSignal: 'SIGKILL',
    });
    child.once('error', (error) => {
      resolve(error.message);
    });
    child.once('close', (code, signal) => {
      resolve(signal ?? String(code));
    });
  });
}
