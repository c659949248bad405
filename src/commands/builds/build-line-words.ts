import type { BuildRequest } from '../../core/build/build-request';

/** The words of the docker line that builds the same, from `build` on. */
export function buildLineWords({ source, dockerfile, references = [], target, buildArguments = {} }: BuildRequest): readonly string[] {
  return [
    'build',
    '-f',
    dockerfile.kind === 'file' ? dockerfile.file : dockerfile.path,
    ...references.flatMap((reference) => ['-t', reference]),
    ...(target === undefined ? [] : ['--target', target]),
    ...Object.entries(buildArguments).flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]),
    source.kind === 'folder' ? source.folder : source.kind === 'archive' ? '-' : source.kind === 'address' ? source.address : '.',
  ];
}
