import path from 'node:path';
import type { App } from '../../app';
import { parseBuildLine } from '../../core/build/build-line';
import { BuildDraft } from '../../core/build/build-line-draft';
import { applyOptions, type GivenOption } from '../../core/build/build-options';
import type { BuildDockerfile, BuildRequest, BuildSource } from '../../core/build/build-request';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { fileOnDisk } from '../../files/on-disk';
import { type AnswersOf, flag, name, names, optional, text, textsByName } from '../answers/takes';
import { localPath } from '../archives/local-files';
import { buildSurroundings } from './build-surroundings';

/** What a build takes from a program: everything that `docker build` does, by its own names. */
export const buildAnswers = {
  file: optional(text('Absolute path (or `file:` URI) of the Dockerfile.')),
  context: optional(text('Absolute path of the context folder; that of the Dockerfile without it.')),
  address: optional(
    name('Instead of a folder: a git repository (`https://host/app.git#main:folder`) or an archive, which the engine fetches.'),
  ),
  archive: optional(text('Instead of a folder: absolute path of an archive, tar or packed with gzip, bzip2 or xz.')),
  alone: optional(flag('True builds the Dockerfile without any files.')),
  inside: optional(name('With `address` or `archive`: the Dockerfile in it; `Dockerfile` without it.')),
  line: optional(text('Instead of all others: a `docker build` line.')),
  workingDirectory: optional(text('Absolute path that `.` and `$(pwd)` in the line stand for; else the folder of the workspace.')),
  reference: optional(text('Name of the image; without it the image has none.')),
  references: optional(names('Several names of the image.')),
  target: optional(text('Stage to build; the last one without it.')),
  buildArgs: optional(textsByName('Values of build arguments.')),
  labels: optional(textsByName('Labels of the image.')),
  platform: optional(text('Platform to build for: `linux/arm64`, or several with commas between.')),
  noCache: optional(flag('True builds every stage anew.')),
  noCacheStages: optional(names('Stages that are built anew.')),
  pull: optional(flag('True asks registries for base images even where they are here.')),
  secrets: optional(
    names(
      'As `--secret` takes them: `id=npm,src=/home/ada/.npmrc`, `id=token,env=TOKEN`; `id=token` alone is a variable, or what VS Code keeps.',
    ),
  ),
  ssh: optional(names('As `--ssh` takes them: `default`, `id=/run/agent.sock`.')),
  network: optional(text('Network of RUN: `none`, `host`.')),
  extraHosts: optional(names('Names of hosts with their addresses: `name:address`.')),
  shmSize: optional(text('Size of `/dev/shm`: `64m`.')),
  ulimits: optional(names('Limits of processes: `nofile=1024:2048`.')),
  cacheFrom: optional(names('Images whose layers may be taken, or as `--cache-from` takes them.')),
  cacheTo: optional(names('As `--cache-to` takes them; with docker buildx.')),
  inlineCache: optional(flag('True lets the image be a cache of others.')),
  contexts: optional(textsByName('More contexts by name: absolute paths of folders, `docker-image://…`, addresses.')),
  output: optional(text('Files instead of an image, as `--output` takes it: a folder, `type=tar,dest=/home/ada/files.tar`.')),
  builder: optional(text('A builder of docker buildx.')),
  push: optional(flag('True pushes the image as part of the build; with docker buildx.')),
  uri: optional(text('The Dockerfile by its URI, as Explorer and editor give it.')),
};

/** What was given of {@link buildAnswers}. */
export type GivenBuildAnswers = Partial<AnswersOf<typeof buildAnswers>>;

const flags = {
  reference: 'tag',
  references: 'tag',
  target: 'target',
  buildArgs: 'build-arg',
  labels: 'label',
  platform: 'platform',
  noCache: 'no-cache',
  noCacheStages: 'no-cache-filter',
  pull: 'pull',
  secrets: 'secret',
  ssh: 'ssh',
  network: 'network',
  extraHosts: 'add-host',
  shmSize: 'shm-size',
  ulimits: 'ulimit',
  cacheFrom: 'cache-from',
  cacheTo: 'cache-to',
  contexts: 'build-context',
  output: 'output',
  builder: 'builder',
  push: 'push',
} as const;

/** The build that answers mean. Throws `invalidInput` that names the answer. */
export async function requestOfAnswers(app: App, given: GivenBuildAnswers): Promise<BuildRequest> {
  const surroundings = buildSurroundings(app, given.workingDirectory ?? app.workspaceFolder());
  if (given.line !== undefined) return parseBuildLine(given.line, surroundings).request;
  return { ...(await placesOf(given)), ...optionsOfAnswers(app, given) };
}

/** Only what answers say of the options, not where the files come from. Throws `invalidInput`. */
export function optionsOfAnswers(app: App, given: GivenBuildAnswers): Omit<BuildRequest, 'source' | 'dockerfile'> {
  const draft = new BuildDraft(buildSurroundings(app, given.workingDirectory ?? app.workspaceFolder()));
  const options = (Object.keys(flags) as (keyof typeof flags)[]).flatMap((field): GivenOption[] =>
    valuesOf(given[field]).map((value) => ({ field, flag: flags[field], value })),
  );
  const [problem] = applyOptions(draft, options);
  if (problem)
    throw failure('invalidInput', {
      field: problem[0],
      value: /buildArgs|secrets/.test(problem[0]) ? '' : problem[1].value,
      reason: problem[1].reason,
    });
  if (given.inlineCache) draft.options.inlineCache = true;
  if (draft.noCache) draft.noCacheStages.length = 0;
  return draft.said();
}

function valuesOf(value: string | boolean | readonly string[] | Readonly<Record<string, string>> | undefined): readonly string[] {
  if (value === undefined || value === '') return [];
  if (typeof value === 'boolean') return value ? ['true'] : [];
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? (value as readonly string[]) : Object.entries(value).map(([key, text]) => `${key}=${text}`);
}

async function placesOf(given: GivenBuildAnswers): Promise<Pick<BuildRequest, 'source' | 'dockerfile'>> {
  const named = given.file ?? given.uri;
  const file = named === undefined ? undefined : await fileOnDisk(localPath('file', named));
  const source = sourceOf(given, file);
  return { source, dockerfile: dockerfileOf(given, source, file) };
}

function sourceOf({ address, archive, alone, context }: GivenBuildAnswers, file: string | undefined): BuildSource {
  if (address !== undefined) return { kind: 'address', address };
  if (archive !== undefined) return { kind: 'archive', file: localPath('archive', archive) };
  if (alone) return { kind: 'none' };
  return { kind: 'folder', folder: context === undefined ? path.dirname(file ?? '') : localPath('context', context) };
}

function dockerfileOf({ inside }: GivenBuildAnswers, source: BuildSource, file: string | undefined): BuildDockerfile {
  if (file !== undefined) return { kind: 'file', file };
  if (source.kind === 'folder' || source.kind === 'none')
    throw failure('invalidInput', { field: 'file', value: '', reason: t('Name the Dockerfile.') });
  return { kind: 'inside', path: inside ?? 'Dockerfile' };
}
