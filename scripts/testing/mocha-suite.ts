import { spawn } from 'node:child_process';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { TestResult } from '../../test/support/environment/results';
import { projectRoot, testFiles } from '../build/bundles';
import { readJson } from '../environment/json';
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
  const resultsFile = path.join(projectRoot, 'test-results', `${suite.name.replace(/\W+/g, '-')}.json`);
  await mkdir(path.dirname(resultsFile), { recursive: true });
  await rm(resultsFile, { force: true });
  const code = await mocha(suite, files, request, resultsFile);
  const results = await readJson<readonly TestResult[]>(resultsFile);
  if (results === undefined) return end([], `mocha ended with ${code} before it had finished`);
  const failed = results.some(({ state }) => state === 'failed');
  return end(results, code !== '0' && !failed ? `mocha ended with ${code}` : undefined);
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
