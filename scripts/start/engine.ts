import path from 'node:path';
import { findEngine } from '../../src/engine/connection/attempts';
import { resolveCandidates } from '../../src/engine/contexts/contexts';
import { hostEnvironment } from '../../src/engine/contexts/host-environment';
import { startEngine, type EngineInstance } from '../environment/engine';
import { callEngine } from '../environment/engine-api';
import { messageOf } from '../environment/failure';
import { createContainer, makeImage, shellFiles } from '../environment/images';
import type { RegistryInstance } from '../environment/registry';

/** The address of the engine that the extension itself would find on this machine; undefined when none answers. */
export async function findOwnEngine(): Promise<string | undefined> {
  try {
    const host = hostEnvironment();
    const { candidates } = await resolveCandidates(host);
    const { candidate, engine } = await findEngine(candidates, AbortSignal.timeout(10_000), { host });
    engine.dispose();
    return candidate.address;
  } catch {
    return undefined; // the extension says which addresses it tried and why each failed
  }
}

const sample = 'slipway-sample/hello:1';

/** Starts the private engine of `npm start`; what is in it stays from start to start. */
export async function startPrivateEngine(
  directory: string,
  registry: RegistryInstance,
  say: (line: string) => void,
): Promise<EngineInstance> {
  const engine = await startEngine({ version: 'docker-28', directory: path.join(directory, 'engine'), keep: true, say });
  try {
    await fill(engine.socketPath, registry);
    return engine;
  } catch (error) {
    await engine.close();
    throw error;
  }
}

/** A small image with a container that serves a page, and the image in the registry; made when they are not there. */
async function fill(socketPath: string, registry: RegistryInstance): Promise<void> {
  const exists = (kind: 'images' | 'containers', name: string): Promise<boolean> =>
    callEngine(socketPath, `/${kind}/${name}/json`).then(
      () => true,
      () => false,
    );
  if (!(await exists('images', sample))) {
    const page = { path: 'www/index.html', content: '<h1>Hello from a container</h1>\n', mode: 0o644 };
    await makeImage(socketPath, {
      reference: sample,
      layers: [await shellFiles(), [page]],
      cmd: ['httpd', '-f', '-p', '80', '-h', '/www'],
      exposedPorts: ['80/tcp'],
    });
    const repository = `${registry.address}/hello`;
    await callEngine(socketPath, `/images/${sample}/tag?repo=${repository}&tag=1`, { method: 'POST' });
    const said = await callEngine(socketPath, `/images/${repository}/push?tag=1`, {
      method: 'POST',
      headers: { 'x-registry-auth': 'e30=' },
    });
    if (said.includes('"errorDetail"')) throw new Error(`pushing ${repository}: ${said}`);
  }
  if (!(await exists('containers', 'hello'))) await createContainer(socketPath, { Image: sample, StopTimeout: 1 }, { name: 'hello' });
  await callEngine(socketPath, '/containers/hello/start', { method: 'POST' }).catch((error: unknown) => {
    throw new Error(`the sample container does not start: ${messageOf(error)}`);
  });
}
