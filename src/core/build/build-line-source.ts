import { t } from '../localize';
import { BadValue } from '../run/draft';
import type { BuildDraft } from './build-line-draft';
import { hasArchiveName, isAbsolutePath, isAddress } from './build-places';
import type { BuildDockerfile, BuildRequest } from './build-request';

type Found = Pick<BuildRequest, 'source' | 'dockerfile'>;

/** What stands beside the context. */
export interface SourceFacts {
  /** The file on standard input, as it stands in the line. */
  readonly input: string | undefined;
  readonly podman: boolean;
}

/** What the context and `-f` of a line name, as buildx 0.29 (`build.LoadInputs`) takes them. Throws {@link BadValue}. */
export function readSource(draft: BuildDraft, context: string, facts: SourceFacts): Found {
  const input = facts.input === undefined ? undefined : draft.absolute(facts.input);
  const file = draft.file === '' ? undefined : draft.file;
  if (file !== undefined && /^https?:\/\//i.test(file))
    throw new BadValue(t('{0}: download the Dockerfile and name the file.', `-f ${file}`));
  if (context === '-') return fromInput(draft, file, input);
  const dockerfile = file === '-' ? inputFile(input) : undefined;
  if (!dockerfile && input !== undefined)
    throw new BadValue(t('Nothing reads {0}: write - as the context, or -f - for the Dockerfile.', facts.input ?? ''));
  if (!isHere(draft, context) && isAddress(context)) {
    const inside = file ?? 'Dockerfile';
    const named: BuildDockerfile =
      isAbsolutePath(inside) && !dockerfile ? { kind: 'file', file: draft.absolute(inside) } : { kind: 'inside', path: slashes(inside) };
    return { source: { kind: 'address', address: context }, dockerfile: dockerfile ?? named };
  }
  if (hasArchiveName(context) && !isFolder(draft, context))
    throw new BadValue(t('{0} is no folder: to build an archive, write - < {0}', context));
  const folder = draft.absolute(context);
  const { readFolder } = draft.surroundings;
  const entries = readFolder?.(folder);
  if (readFolder && !entries) throw new BadValue(t('The folder {0} cannot be read.', folder));
  const names = entries?.filter(({ isFolder: folders }) => !folders).map(({ name }) => name);
  const named = file === undefined ? inFolder(folder, usualName(names, facts.podman)) : draft.absolute(file);
  return { source: { kind: 'folder', folder }, dockerfile: dockerfile ?? { kind: 'file', file: named } };
}

function fromInput(draft: BuildDraft, file: string | undefined, input: string | undefined): Found {
  if (input === undefined) throw new BadValue(t('What is to be built is missing: write < and a Dockerfile or an archive behind it.'));
  const isArchive = draft.surroundings.isArchive?.(input) ?? hasArchiveName(input);
  if (isArchive) {
    const inside = file ?? 'Dockerfile';
    if (inside === '-') throw new BadValue(t('Only one of context and Dockerfile can come from standard input.'));
    const dockerfile: BuildDockerfile = isAbsolutePath(inside)
      ? { kind: 'file', file: draft.absolute(inside) }
      : { kind: 'inside', path: slashes(inside) };
    return { source: { kind: 'archive', file: input }, dockerfile };
  }
  if (file !== undefined && file !== '-')
    throw new BadValue(t('There are two Dockerfiles, {0} and {1}: leave one of them out.', file, input));
  return { source: { kind: 'none' }, dockerfile: { kind: 'file', file: input } };
}

function inputFile(input: string | undefined): BuildDockerfile {
  if (input === undefined) throw new BadValue(t('What is to be built is missing: write < and a Dockerfile or an archive behind it.'));
  return { kind: 'file', file: input };
}

/** Whether the context is a folder in spite of looking like an address: `github.com/…` in a checkout of many. */
function isHere(draft: BuildDraft, context: string): boolean {
  return !/^(?:https?|git|ssh):\/\//i.test(context) && isFolder(draft, context);
}

function isFolder(draft: BuildDraft, context: string): boolean {
  const { readFolder, resolvePath } = draft.surroundings;
  return (resolvePath && readFolder?.(resolvePath(context))) !== undefined;
}

/** Docker takes `dockerfile` where there is no `Dockerfile`, Podman `Containerfile` first. */
function usualName(names: readonly string[] | undefined, podman: boolean): string {
  const order = podman ? ['Containerfile', 'Dockerfile'] : ['Dockerfile', 'dockerfile'];
  return order.find((name) => names?.includes(name)) ?? 'Dockerfile';
}

function inFolder(folder: string, name: string): string {
  const separator = /^[A-Za-z]:|^\\\\/.test(folder) ? '\\' : '/';
  return folder.endsWith('/') || folder.endsWith('\\') ? folder + name : folder + separator + name;
}

function slashes(path: string): string {
  return path.replaceAll('\\', '/').replace(/^(?:\.\/)+/, '');
}
