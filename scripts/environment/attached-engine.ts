import { callEngine, ping } from './engine-api';
import type { EngineInstance } from './engine';
import { EnvironmentFailure } from './failure';

/** The local engine that answers: of DOCKER_HOST, else of the default socket; undefined when none does. */
export async function findLocalEngine(): Promise<string | undefined> {
  const named = process.env['DOCKER_HOST'];
  const addresses = named !== undefined && named !== '' ? [named] : ['unix:///var/run/docker.sock'];
  for (const address of addresses) {
    if (address.startsWith('unix://') && (await ping(address.slice('unix://'.length)))) return address;
  }
  return undefined;
}

/**
 * An engine that is there already, for machines that cannot have a private one. It is never stopped; tests that need
 * that fail with a sentence that says so.
 */
export async function attachEngine(): Promise<EngineInstance> {
  const dockerHost = await findLocalEngine();
  if (dockerHost === undefined) {
    throw new EnvironmentFailure(
      'no engine answers; start Docker or Podman and name its socket in DOCKER_HOST=unix://…, or run as root on Debian',
    );
  }
  const socketPath = dockerHost.slice('unix://'.length);
  const { Version } = JSON.parse(await callEngine(socketPath, '/version')) as { readonly Version: string };
  const refuse = (): Promise<void> =>
    Promise.reject(new EnvironmentFailure(`the engine ${dockerHost} (${Version}) was not started by this run and so is not stopped by it`));
  return {
    version: 'attached',
    directory: '',
    socketPath,
    dockerHost,
    logFile: '',
    stop: refuse,
    kill: refuse,
    restart: refuse,
    start: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}
