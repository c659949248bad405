import { cp } from 'node:fs/promises';
import path from 'node:path';
import { resultMark, type TestResult } from '../../test/support/environment/results';
import { buildHostTests } from '../build/build';
import { projectRoot, testFiles } from '../build/bundles';
import { startBrowser } from '../environment/browser';
import { messageOf } from '../environment/failure';
import { runInHost } from '../environment/host-run';
import { startVSCodeServer } from '../environment/vscode-server';
import { startBench, type Parts } from './parts';
import { suiteResult, type RunRequest, type SuiteResult } from './suite';

/** Runs `test/host` inside the extension host of a real VS Code, with the extension as it was built. */
export async function runHostSuite(parts: Parts, request: RunRequest): Promise<SuiteResult> {
  const started = Date.now();
  const results: TestResult[] = [];
  const end = (problem?: string): SuiteResult => suiteResult('host', results, { seconds: (Date.now() - started) / 1000, problem, request });
  if (testFiles('test/host').length === 0) return end('no test file in test/host');
  const bench = await startBench(parts, 'host', 'docker-20');
  // The tests may write to the workspace, so they get a copy.
  const folder = path.join(parts.directory, 'host', 'workspace');
  await cp(path.join(projectRoot, 'samples'), folder, { recursive: true });
  const extensionTestsPath = await buildHostTests();
  const server = await startVSCodeServer({
    testDriver: true,
    directory: path.join(parts.directory, 'host', 'vscode'),
    environment: {
      ...bench.environment,
      DOCKER_HOST: bench.engine.dockerHost,
      DOCKER_CONTEXT: undefined,
      SLIPWAY_TEST_WORKSPACE: folder,
      SLIPWAY_TEST_GREP: request.grep,
    },
    say: (line) => {
      console.log(line);
    },
  });
  parts.add(() => server.close());
  const browser = await startBrowser((line) => {
    console.log(line);
  });
  parts.add(() => browser.close());
  const onOutput = (line: string): void => {
    const at = line.indexOf(resultMark);
    if (at >= 0) {
      const result = JSON.parse(line.slice(at + resultMark.length)) as TestResult;
      results.push(result);
      console.log(
        `    ${result.state === 'passed' ? '✔' : result.state === 'failed' ? '✖' : '-'} ${result.title} (${result.milliseconds} ms)`,
      );
      if (result.error !== undefined) console.log(result.error.replace(/^/gm, '        '));
    } else if (process.env['SLIPWAY_TEST_VERBOSE'] !== undefined) console.log(line);
  };
  try {
    const { code, output } = await runInHost(server, browser, {
      folder,
      extensionDevelopmentPath: projectRoot,
      extensionTestsPath,
      onOutput,
      limit: 1_200_000,
    });
    return end(code === 0 ? undefined : `the extension host ended the run with ${code}:\n${output.split('\n').slice(-15).join('\n')}`);
  } catch (error) {
    return end(messageOf(error));
  }
}
