import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { contextHash } from '../../src/engine/contexts/docker-contexts';

/** A docker context in a folder of docker's configuration, as `docker context create` writes it. */
export async function writeContext(configuration: string, name: string, host: string): Promise<void> {
  const folder = path.join(configuration, 'contexts', 'meta', contextHash(name));
  await mkdir(folder, { recursive: true });
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  await writeFile(path.join(folder, 'meta.json'), JSON.stringify(meta));
}
