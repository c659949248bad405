import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { projectRoot } from '../build/bundles';
import { attachEngine } from '../environment/attached-engine';
import { startEngine, type EngineInstance } from '../environment/engine';
import type { EngineVersion } from '../environment/engine-configuration';
import { EnvironmentFailure, messageOf } from '../environment/failure';
import { reclaimAbandoned } from '../environment/engine-state';
import { makeBaseImage, removeBaseImage } from '../environment/images';
import { startRegistry, type RegistryInstance } from '../environment/registry';
import { canMakeRoots } from '../environment/tools';
import { serveControl } from './control';

const parent = path.join(projectRoot, '.slipway');

/** Real parts for suites; all that is started through it ends at {@link Parts.close}, the last first. */
export interface Parts {
  /** A folder of this run; it goes with it. */
  readonly directory: string;
  /** Has `close` called at the end. */
  add(close: () => Promise<void>): void;
  close(): Promise<void>;
}

/** Prepares a run, and removes what crashed runs have left. */
export async function prepareParts(): Promise<Parts> {
  await reclaimAbandoned(parent);
  const directory = path.join(parent, `run-${process.pid}`);
  await mkdir(directory, { recursive: true });
  const closing: (() => Promise<void>)[] = [];
  return {
    directory,
    add: (close) => closing.push(close),
    close: async () => {
      const failures: string[] = [];
      for (const close of closing.splice(0).reverse()) {
        await close().catch((error: unknown) => {
          failures.push(messageOf(error));
        });
      }
      if (failures.length > 0) throw new EnvironmentFailure(failures.join('\n'));
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** An engine, registries and the variables by which a suite finds them (docs/testing.md). */
export interface Bench {
  readonly engine: EngineInstance;
  readonly registry: RegistryInstance;
  readonly environment: Readonly<Record<string, string>>;
}

/** Starts an engine of the version, with `slipway-test/base:1` in it, and the four registries; `name` is the suite's. */
export async function startBench(parts: Parts, name: string, version: EngineVersion): Promise<Bench> {
  const say = (line: string): void => {
    console.log(line);
  };
  const folder = path.join(parts.directory, name);
  const start = async (mode: 'open' | 'password' | 'token' | 'tls'): Promise<RegistryInstance> => {
    const registry = await startRegistry({ mode, directory: path.join(folder, mode), say });
    parts.add(() => registry.close());
    return registry;
  };
  const registry = await start('open');
  const [password, token, tls] = await Promise.all([start('password'), start('token'), start('tls')]);
  const insecureRegistries = [registry, password, token].map(({ address }) => address);
  const engine = canMakeRoots()
    ? await startEngine({ version, directory: path.join(folder, 'engine'), insecureRegistries, say })
    : await attachEngine();
  parts.add(() => engine.close());
  if (engine.version === 'attached') parts.add(() => removeBaseImage(engine.socketPath));
  await makeBaseImage(engine.socketPath);
  const control = await serveControl(engine);
  parts.add(() => control.close());
  const login = ({ address, username, password: secret }: RegistryInstance): string => [address, username, secret].join(';');
  const configuration = path.join(folder, 'docker-config');
  await mkdir(configuration, { recursive: true });
  return {
    engine,
    registry,
    environment: {
      // A configuration of its own: neither the contexts nor the log-ins of whoever runs the tests are seen or changed.
      DOCKER_CONFIG: configuration,
      SLIPWAY_TEST_ENGINE: engine.version,
      SLIPWAY_TEST_ENGINE_DIRECTORY: engine.directory,
      SLIPWAY_TEST_DOCKER_HOST: engine.dockerHost,
      SLIPWAY_TEST_REGISTRY: registry.address,
      SLIPWAY_TEST_REGISTRY_AUTH: login(password),
      SLIPWAY_TEST_REGISTRY_TOKEN: login(token),
      SLIPWAY_TEST_REGISTRY_TLS: `${tls.address};${tls.certificateFile ?? ''}`,
      SLIPWAY_TEST_CONTROL: control.url,
      SLIPWAY_TEST_DIRECTORY: folder,
    },
  };
}

/** One more engine beside that of a bench, in the variables of tests that show several at once; none where private engines cannot be had. */
export async function startSecondEngine(parts: Parts, name: string, version: EngineVersion): Promise<Readonly<Record<string, string>>> {
  if (!canMakeRoots()) return {};
  const say = (line: string): void => {
    console.log(line);
  };
  const engine = await startEngine({ version, directory: path.join(parts.directory, name, 'engine'), say });
  parts.add(() => engine.close());
  await makeBaseImage(engine.socketPath);
  const control = await serveControl(engine);
  parts.add(() => control.close());
  return { SLIPWAY_TEST_SECOND_DOCKER_HOST: engine.dockerHost, SLIPWAY_TEST_SECOND_CONTROL: control.url };
}
