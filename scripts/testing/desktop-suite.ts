import { cp, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runTests } from '@vscode/test-electron';
import type { TestResult } from '../../test/support/environment/results';
import { readJson } from '../environment/json';
import { buildHostTests } from '../build/build';
import { projectRoot } from '../build/bundles';
import { messageOf } from '../environment/failure';
import { canMakeRoots } from '../environment/tools';
import { startBench, type Parts } from './parts';
import { suiteResult, type RunRequest, type SuiteResult } from './suite';

/** Runs `test/host` in a desktop VS Code that @vscode/test-electron downloads to `.vscode-test/`. */
export async function runDesktopSuite(parts: Parts, request: RunRequest): Promise<SuiteResult> {
  const started = Date.now();
  const end = (results: readonly TestResult[], problem?: string): SuiteResult =>
    suiteResult('desktop', results, { seconds: (Date.now() - started) / 1000, problem, request });
  const environment = await environmentOf(parts);
  const folder = path.join(parts.directory, 'desktop', 'workspace');
  await cp(path.join(projectRoot, 'samples'), folder, { recursive: true });
  const resultsFile = path.join(parts.directory, 'desktop', 'results.json');
  let problem: string | undefined;
  try {
    await runTests({
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath: await buildHostTests(),
      launchArgs: [folder, '--disable-extensions', '--disable-workspace-trust', ...(process.getuid?.() === 0 ? ['--no-sandbox'] : [])],
      extensionTestsEnv: {
        ...environment,
        SLIPWAY_TEST_WORKSPACE: folder,
        SLIPWAY_TEST_GREP: request.grep,
        SLIPWAY_TEST_RESULTS: resultsFile,
      },
    });
  } catch (error) {
    problem = messageOf(error);
  }
  return end((await readJson<readonly TestResult[]>(resultsFile)) ?? [], problem);
}

/** With an engine and registries where they can be had. Elsewhere, as on Windows, the tests that need them are not run. */
async function environmentOf(parts: Parts): Promise<Readonly<Record<string, string>>> {
  try {
    const { engine, environment } = await startBench(parts, 'desktop', 'docker-20');
    return { ...environment, DOCKER_HOST: engine.dockerHost };
  } catch (error) {
    if (canMakeRoots()) throw error;
    console.log(`Tests that need an engine are not run: ${messageOf(error)}`);
    const folder = path.join(parts.directory, 'desktop');
    const configuration = path.join(folder, 'docker-config');
    await mkdir(configuration, { recursive: true });
    return { DOCKER_CONFIG: configuration, SLIPWAY_TEST_DIRECTORY: folder };
  }
}
