import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { startEngine } from './engine';
import type { EngineVersion } from './engine-configuration';
import { makeBaseImage } from './images';
import { startRegistry } from './registry';

/**
 * Engines and registries to work against by hand, until Ctrl+C:
 * `npx tsx scripts/environment/serve.ts [--directory DIR] [--file FILE] [docker-20] [docker-28] [podman]`.
 * Prints their addresses as JSON, to FILE too.
 */
async function serve(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { directory: { type: 'string', default: '.slipway/serve' }, file: { type: 'string' } },
  });
  const versions = (positionals.length === 0 ? ['docker-20', 'docker-28'] : positionals) as readonly EngineVersion[];
  const say = (line: string): void => {
    console.error(line);
  };
  const closing: (() => Promise<void>)[] = [];
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
      process.once(signal, () => {
        resolve();
      });
  });
  try {
    await mkdir(values.directory, { recursive: true });
    const addresses: Record<string, unknown> = {};
    for (const version of versions) {
      const engine = await startEngine({ version, directory: path.join(values.directory, version), say });
      closing.push(() => engine.close());
      await makeBaseImage(engine.socketPath);
      addresses[version.replace('-', '')] = engine.dockerHost;
    }
    for (const mode of ['open', 'password', 'token', 'tls'] as const) {
      const registry = await startRegistry({ mode, directory: path.join(values.directory, `registry-${mode}`), say });
      closing.push(() => registry.close());
      const { address, username, password, certificateFile } = registry;
      addresses[mode === 'open' ? 'registry' : `registry-${mode}`] =
        mode === 'open' ? address : { address, username, password, certificateFile };
    }
    const text = JSON.stringify({ ...addresses, registryAuth: addresses['registry-password'] }, undefined, 2);
    if (values.file !== undefined) {
      await writeFile(`${values.file}.part`, text);
      await rename(`${values.file}.part`, values.file);
    }
    console.log(text);
    await stopped;
  } finally {
    for (const close of closing.reverse()) await close();
  }
}

serve().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
