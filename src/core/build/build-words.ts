import { csvField } from './build-places';
import type { BuildOutput, BuildRequest, BuildSecret, BuildSource } from './build-request';

/**
 * The words of the docker command line that a build equals, without `docker`: `build -t app:1 -f /app/Dockerfile /app`.
 * A Dockerfile that is only in an editor is named by its file, and an archive or a lone Dockerfile comes from standard input (`-`).
 */
export function buildWords(build: BuildRequest): readonly string[] {
  const { dockerfile, source } = build;
  const flag = (name: string, value: string | undefined): readonly string[] => (value === undefined ? [] : [name, value]);
  const flags = (name: string, values: readonly string[] = []): readonly string[] => values.flatMap((value) => [name, value]);
  const pairs = (record: Readonly<Record<string, string>> = {}): readonly string[] =>
    Object.entries(record).map(([name, value]) => `${name}=${value}`);
  const isDefault = dockerfile.kind === 'inside' ? dockerfile.path === 'Dockerfile' : source.kind === 'none';
  const { noCache = [] } = build;
  return [
    'build',
    ...flag('--builder', build.builder),
    ...(isDefault ? [] : ['-f', dockerfile.kind === 'file' ? dockerfile.file : dockerfile.path]),
    ...flags('-t', build.references),
    ...flag('--target', build.target),
    ...flag('--platform', build.platform),
    ...flags('--build-arg', pairs(build.buildArguments)),
    ...flags('--label', pairs(build.labels)),
    ...(noCache === true ? ['--no-cache'] : flags('--no-cache-filter', noCache)),
    ...(build.pull ? ['--pull'] : []),
    ...flags('--secret', build.secrets?.map(secretWord)),
    ...flags(
      '--ssh',
      build.ssh?.map(({ id, socket }) => (socket === undefined ? id : `${id}=${socket}`)),
    ),
    ...flag('--network', build.network),
    ...flags('--add-host', build.extraHosts),
    ...flag('--shm-size', build.shmSize === undefined ? undefined : String(build.shmSize)),
    ...flags('--ulimit', build.ulimits),
    ...flags('--cache-from', build.cacheFrom),
    ...flags('--cache-to', [...(build.inlineCache ? ['type=inline'] : []), ...(build.cacheTo ?? [])]),
    ...flags('--build-context', pairs(build.contexts)),
    ...flag('--output', build.output && outputWord(build.output)),
    ...(build.push ? ['--push'] : []),
    sourceWord(source),
  ];
}

function secretWord({ id, source }: BuildSecret): string {
  if (source.kind === 'file') return fields(`id=${id}`, `src=${source.file}`);
  // What VS Code keeps has no name outside of it: the line takes it from a variable of the secret's name.
  return source.kind === 'variable' ? fields(`id=${id}`, `env=${source.variable}`) : fields(`id=${id}`);
}

function outputWord(output: BuildOutput): string {
  return output.kind === 'folder' ? fields('type=local', `dest=${output.folder}`) : fields('type=tar', `dest=${output.file}`);
}

function fields(...all: readonly string[]): string {
  return all.map(csvField).join(',');
}

function sourceWord(source: BuildSource): string {
  switch (source.kind) {
    case 'folder':
      return source.folder;
    case 'address':
      return source.address;
    default:
      return '-';
  }
}
