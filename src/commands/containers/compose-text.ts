import { own, setOwn } from '../../core/records';
import type { ComposeFile } from '../../core/run/compose-of-body';

type Mapping = Readonly<Record<string, unknown>>;

/** One Compose file of several. A service whose name is taken gets a number. */
export function joinedCompose(files: readonly ComposeFile[]): ComposeFile {
  const services: Record<string, Mapping> = {};
  const networks: Record<string, Mapping> = {};
  const volumes: Record<string, Mapping> = {};
  for (const file of files) {
    for (const [name, service] of Object.entries(file.services)) setOwn(services, freeName(name, services), service);
    for (const [name, network] of Object.entries(file.networks ?? {})) setOwn(networks, name, network);
    for (const [name, volume] of Object.entries(file.volumes ?? {})) setOwn(volumes, name, volume);
  }
  return {
    services,
    ...(Object.keys(networks).length > 0 && { networks }),
    ...(Object.keys(volumes).length > 0 && { volumes }),
  };
}

function freeName(name: string, taken: Readonly<Record<string, unknown>>): string {
  let free = name;
  for (let number = 2; own(taken, free) !== undefined; number++) free = `${name}-${String(number)}`;
  return free;
}

/** The text of a Compose file. Words that YAML 1.1 reads as something else than text, such as `on` and `22:22`, are quoted. */
export async function composeText(file: ComposeFile): Promise<string> {
  const { stringify } = await import('yaml');
  return stringify(file, { version: '1.1', lineWidth: 0, aliasDuplicateObjects: false, nullStr: '' });
}
