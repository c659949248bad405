import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { thawCgroups } from './cgroups';
import { debianRoot } from './debian-root';
import { engineConfiguration, releaseOf, type EngineVersion } from './engine-configuration';
import { launch, type EngineProcess } from './engine-process';
import { claim, reclaim, writeState } from './engine-state';
import { EnvironmentFailure } from './failure';
import { createBridge } from './network';
import { ensurePackages } from './packages';
import { socketFolder } from './socket-folder';
import { canMakeRoots } from './tools';

/** What engine to start. `directory` is its own: it holds the log and the images. */
export interface EngineOptions {
  readonly version: EngineVersion;
  readonly directory: string;
  readonly insecureRegistries?: readonly string[];
  /** Leave images and containers in `directory` at {@link EngineInstance.close}. Default false. */
  readonly keep?: boolean;
  readonly say?: (line: string) => void;
}

/** A real engine of our own. Its address stays the same from stop to start. */
export interface EngineInstance {
  /** `attached`: found on this machine, not made here. */
  readonly version: EngineVersion | 'attached';
  readonly directory: string;
  readonly socketPath: string;
  /** `unix://` and the socket, as in DOCKER_HOST. */
  readonly dockerHost: string;
  readonly logFile: string;
  /** Ends the engine in good order; its containers are stopped. It can be started again. */
  stop(): Promise<void>;
  /** Ends the engine and its containers at once, as a crash does. It can be started again. */
  kill(): Promise<void>;
  start(): Promise<void>;
  restart(): Promise<void>;
  /** Ends the engine and removes all it made: processes, mounts, links, control groups, and the folder unless kept. */
  close(): Promise<void>;
}

/**
 * Starts a private engine and waits until it answers (0.5 to 2 s once its root is there). What a run that crashed left in
 * `directory` is removed first. Throws EnvironmentFailure when this machine cannot have one, or a living run owns the folder.
 */
export async function startEngine(options: EngineOptions): Promise<EngineInstance> {
  const say = options.say ?? (() => undefined);
  const directory = path.resolve(options.directory);
  const socketPath = path.join(socketFolder(directory), 'docker.sock');
  if (!canMakeRoots()) {
    throw new EnvironmentFailure('a private engine needs Linux and root; without them, start an engine and name it in DOCKER_HOST');
  }
  await ensurePackages(['root'], say);
  const root = await debianRoot(releaseOf[options.version], say);
  await reclaim(directory);
  for (const folder of ['data', 'etc', 'layer']) await mkdir(path.join(directory, folder), { recursive: true });

  const bridge = await createBridge();
  const cgroup = bridge.name;
  await claim(directory, { bridge, cgroup });
  const configuration = engineConfiguration({
    version: options.version,
    bridge,
    cgroup,
    insecureRegistries: options.insecureRegistries ?? [],
  });
  let running: EngineProcess | undefined;
  const start = async (): Promise<void> => {
    if (running !== undefined) return;
    running = await launch(root, directory, configuration);
    await writeState(directory, { bridge, cgroup, enginePid: running.pid });
  };
  const halt = async (how: 'end' | 'kill'): Promise<void> => {
    const halted = running;
    running = undefined;
    const halting = halted?.[how]();
    await thawCgroups(cgroup);
    await halting;
  };
  const close = async (): Promise<void> => {
    await halt(options.keep === true ? 'end' : 'kill');
    await reclaim(directory);
    if (options.keep !== true) await rm(directory, { recursive: true, force: true });
  };
  try {
    for (const [file, text] of Object.entries(configuration.files)) {
      const target = path.join(directory, 'etc', file);
      await mkdir(path.dirname(target), { recursive: true });
      await writeFile(target, text);
    }
    await start();
  } catch (error) {
    await reclaim(directory);
    throw error;
  }
  return {
    version: options.version,
    directory,
    socketPath,
    dockerHost: `unix://${socketPath}`,
    logFile: path.join(directory, 'engine.log'),
    stop: () => halt('end'),
    kill: () => halt('kill'),
    start,
    restart: async () => {
      await halt('end');
      await start();
    },
    close,
  };
}
