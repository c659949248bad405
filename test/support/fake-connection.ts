import assert from 'node:assert/strict';
import { Emitter } from '../../src/core/emitter';
import { failure } from '../../src/core/errors';
import type { ConnectionState, EngineCandidate, EngineConnection } from '../../src/engine/connection/connection';
import type { Engine } from '../../src/engine/engine';
import type { EngineInformation } from '../../src/engine/information';
import type { EngineEvent } from '../../src/engine/system/system';
import { RegistryClient } from '../../src/registry/client';
import type { Registries, RegistryEntry } from '../../src/registry/registries';
import type { PartialEngine } from './partial-engine';

/** What engine there is. */
export interface FakeConnectionOptions {
  /** Where the engine is, for what is told to programs. */
  readonly address?: string;
  /** Methods of the engine that the test needs; every other one fails the test when it is called. */
  readonly engine?: PartialEngine;
  readonly information?: Partial<EngineInformation>;
  /** When true no engine answers. */
  readonly unreachable?: boolean;
}

const information: EngineInformation = {
  kind: 'docker',
  version: '28.5.2',
  apiVersion: '1.51',
  id: 'fake',
  operatingSystem: 'Debian',
  platform: 'linux/amd64',
  storageDriver: 'overlay2',
  containerdStore: false,
  insecureRegistries: ['127.0.0.0/8'],
};

/** An object that has what `methods` has and fails the test when anything else of it is called. */
export function only<T extends object>(name: string, methods: Partial<T>): T {
  return new Proxy(methods as T, {
    get(target, key) {
      if (key in target || typeof key === 'symbol' || key === 'then') return Reflect.get(target, key) as unknown;
      return () => assert.fail(`${name}.${key} is not part of this test`);
    },
  });
}

/** An engine that fails the test when anything else of it is asked than what `given` has. */
function fakeEngine({ information: known, dispose, ...given }: PartialEngine & Pick<Engine, 'information'>): Engine {
  return only<Engine>('engine', {
    information: known,
    ...(dispose && { dispose }),
    images: only('engine.images', given.images ?? {}),
    containers: only('engine.containers', given.containers ?? {}),
    volumes: only('engine.volumes', given.volumes ?? {}),
    networks: only('engine.networks', given.networks ?? {}),
    builder: only('engine.builder', given.builder ?? {}),
    system: only('engine.system', given.system ?? {}),
  });
}

/** A connection to an engine of the test, which does not change. */
export function fakeConnection(options: FakeConnectionOptions): EngineConnection {
  const candidate: EngineCandidate = { id: 'fake', name: 'fake', address: options.address ?? 'unix:///fake.sock', source: 'test' };
  const known = { ...information, ...options.information };
  const engine = fakeEngine({ information: known, ...options.engine });
  const state: ConnectionState = options.unreachable
    ? { kind: 'unreachable', tried: [], retryAt: 0 }
    : { kind: 'connected', candidate, information: known };
  return {
    state,
    onState: new Emitter<ConnectionState>().event,
    onEvent: new Emitter<EngineEvent>().event,
    onReset: new Emitter<undefined>().event,
    watch: () => ({ dispose: () => undefined }),
    engine: () => (options.unreachable ? Promise.reject(failure('engineUnreachable', { tried: [] })) : Promise.resolve(engine)),
    probe: () => Promise.resolve([{ candidate, current: true, state: 'connected', information: known }]),
    use: () => Promise.resolve(),
    retry: () => undefined,
    candidate: (name) => (name === candidate.id || name === candidate.name ? Promise.resolve(candidate) : Promise.reject(failure('notFound', { what: 'context', name }))),
    dispose: () => undefined,
  };
}

/** Docker Hub alone, without credentials, but for what `methods` give. */
export function fakeRegistries(methods: Partial<Registries>): Registries {
  const hub: RegistryEntry = { address: 'docker.io', name: 'Docker Hub', builtin: true, repositories: [] };
  return only<Registries>('registries', {
    onChange: new Emitter<undefined>().event,
    list: () => [hub],
    credentials: () => Promise.resolve(undefined),
    userName: () => Promise.resolve(undefined),
    platforms: () => Promise.resolve([]),
    // A registry of the test's own answers over real HTTP.
    digest: (registry, repository, reference, signal) => new RegistryClient({ registry }).digest(repository, reference, signal),
    ...methods,
  });
}
