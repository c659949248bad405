import path from 'node:path';
import { runChecks } from './checks';
import { buildProduct } from '../build/build';
import { projectRoot } from '../build/bundles';
import { packageExtension } from '../build/package';
import type { EngineVersion } from '../environment/engine-configuration';
import type { Purpose } from '../environment/packages';
import { canMakeRoots } from '../environment/tools';
import { runDesktopSuite } from './desktop-suite';
import { runHostSuite } from './host-suite';
import { runMochaSuite } from './mocha-suite';
import { startBench, startSecondEngine, type Parts } from './parts';
import type { RunRequest, SuiteResult } from './suite';

/** One suite: what it needs and how it runs. `parts` end when the suite has ended. */
export interface Suite {
  readonly name: string;
  /** What it wants on the machine. */
  readonly purposes: readonly Purpose[];
  run(parts: Parts, request: RunRequest): Promise<readonly SuiteResult[]>;
}

const say = (line: string): void => {
  console.log(line);
};

/** The engines against which the engine suite runs; the last one, which differs by its store alone, builds only. */
const engineVersions: readonly EngineVersion[] = ['docker-20', 'docker-28', 'podman', 'docker-28-overlay2'];

async function runEngineSuites(parts: Parts, request: RunRequest): Promise<readonly SuiteResult[]> {
  const results: SuiteResult[] = [];
  const chosen = engineVersions.filter((version) => (process.env['SLIPWAY_TEST_ENGINES'] ?? version).split(',').includes(version));
  const versions = canMakeRoots() ? chosen : chosen.slice(0, 1);
  if (!canMakeRoots()) say('Without root on Linux no private engine can be had: the suite runs on the engine that answers here.');
  for (const version of versions) {
    const bench = await startBench(parts, version, version);
    results.push(
      await runMochaSuite(
        {
          name: `engine ${bench.engine.version}`,
          folders: version === 'docker-28-overlay2' ? ['test/engine/builds'] : ['test/engine', 'test/registry'],
          environment: bench.environment,
          timeout: 60_000,
          limit: 2_000_000,
        },
        request,
      ),
    );
  }
  return results;
}

async function runEndToEnd(parts: Parts, request: RunRequest): Promise<readonly SuiteResult[]> {
  await buildProduct();
  const vsix = await packageExtension();
  const bench = await startBench(parts, 'e2e', 'docker-20');
  const environment = {
    ...bench.environment,
    ...(await startSecondEngine(parts, 'e2e-second', 'docker-28')),
    DOCKER_HOST: bench.engine.dockerHost,
    SLIPWAY_TEST_VSIX: vsix.file,
    SLIPWAY_TEST_SCREENSHOTS: path.join(projectRoot, 'test-results', 'screenshots'),
  };
  // What a mouse does in a window that redraws itself may miss once; the output tells what was tried again.
  const suite = { name: 'e2e', folders: ['test/e2e'], environment, timeout: 180_000, limit: 2_700_000, retries: 1 };
  return [await runMochaSuite(suite, request)];
}

/** All suites in the order in which `npm test` runs them. */
export const suites: readonly Suite[] = [
  { name: 'check', purposes: [], run: async (_parts, request) => [await runChecks(request)] },
  {
    name: 'unit',
    purposes: [],
    run: async (_parts, request) => [await runMochaSuite({ name: 'unit', folders: ['test/unit'], limit: 1_200_000 }, request)],
  },
  {
    name: 'security',
    purposes: [],
    run: async (_parts, request) => [
      await runMochaSuite({ name: 'security', folders: ['test/security'], timeout: 60_000, limit: 1_200_000 }, request),
    ],
  },
  {
    name: 'rules',
    purposes: [],
    run: async (_parts, request) => [await runMochaSuite({ name: 'rules', folders: ['test/rules'], timeout: 60_000 }, request)],
  },
  { name: 'engine', purposes: ['root'], run: runEngineSuites },
  {
    name: 'host',
    purposes: ['root', 'vscode', 'browser', 'shellcheck'],
    run: async (parts, request) => {
      await buildProduct();
      return [await runHostSuite(parts, request)];
    },
  },
  { name: 'e2e', purposes: ['root', 'vscode', 'browser'], run: runEndToEnd },
];

/** Only by name, as it needs the internet: the host suite in the VS Code that @vscode/test-electron downloads. */
export const desktopSuite: Suite = {
  name: 'desktop',
  purposes: ['root'],
  run: async (parts, request) => {
    await buildProduct();
    return [await runDesktopSuite(parts, request)];
  },
};
