import path from 'node:path';
import type { App } from '../../app';
import { composeProjectLabel, composeProjectOf } from '../../core/compose-project';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { own } from '../../core/records';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary } from '../../engine/containers/containers';
import { containerGroupNode } from '../../nodes/container-group';
import { back } from '../../ports';
import { optional, text } from '../answers/takes';
import { localPath } from '../archives/local-files';
import type { CommandCall } from '../define';

/** A Compose project: by the labels of its containers, or by its file. */
export interface ComposeTarget {
  /** As people know it: the project's name, or the file's. */
  readonly name: string;
  /** Absent where the file says it. */
  readonly project?: string;
  /** Absolute paths; none where the containers do not tell. */
  readonly files: readonly string[];
  /** The project's own folder, where the files do not lie in it. */
  readonly folder?: string;
}

/** What verbs of Compose projects take. */
export const composeAnswers = {
  project: optional(text('Name of a Compose project that has containers.')),
  file: optional(text('Absolute path of a Compose file.')),
  uri: optional(text('URI of a Compose file.')),
};

/** One of these says which project is meant. */
export const oneComposeTarget = [['project'], ['file'], ['uri']] as const;

/** Names of Compose files, as the Explorer's menu tests them. */
export const composeFileInExplorer = '/^(docker-)?compose([._-][^\\/]*)?\\.ya?ml$/i';

interface Given {
  readonly project?: string;
  readonly file?: string;
  readonly uri?: string;
}

/** The project that is meant. Throws `cancelled`, and `notFound` for one without containers. */
export async function composeTarget(
  app: App,
  { nodes, answers }: Pick<CommandCall<Given>, 'nodes' | 'answers'>,
  title: string,
): Promise<ComposeTarget> {
  const named = answers.file ?? answers.uri;
  if (named !== undefined) {
    const file = localPath('file', named);
    return { name: path.basename(file), files: [file] };
  }
  const group = nodes.find((node) => containerGroupNode.is(node));
  if (group)
    return ofContainers(
      group.data.project,
      group.data.containers.map(({ container }) => container),
    );
  const all = [...(await app.inventory.read('containers')).values()];
  const projects = new Set(all.flatMap((container) => composeProjectOf(container) ?? []));
  const chosen = answers.project ?? (await askProject(app, [...projects].sort(), title));
  const members = all.filter((container) => composeProjectOf(container) === chosen);
  if (members.length === 0)
    throw failure('notFound', { what: 'container', name: chosen, detail: t('No container belongs to the Compose project {0}.', chosen) });
  return ofContainers(chosen, members);
}

async function askProject(app: App, projects: readonly string[], title: string): Promise<string> {
  if (projects.length === 0) {
    await app.show.information(t('There is no Compose project. Compose files have these verbs in the Explorer.'));
    throw failure('cancelled', { operation: title });
  }
  const chosen = await app.ask.choose(
    projects.map((value) => ({ label: oneLine(value), icon: 'layers', value })),
    { title, placeholder: t('Compose project') },
  );
  if (chosen === back) throw failure('cancelled', { operation: title });
  return chosen;
}

/** The labels that `docker compose` gives to containers; anybody can have written them. */
function ofContainers(project: string, containers: readonly ContainerSummary[]): ComposeTarget {
  const labels = containers.find((each) => own(each.labels, `${composeProjectLabel}.config_files`) !== undefined)?.labels ?? {};
  const files = composeFilesOf({ labels });
  const folder = own(labels, `${composeProjectLabel}.working_dir`);
  const [first] = files;
  const elsewhere = folder !== undefined && path.isAbsolute(folder) && first !== undefined && path.dirname(first) !== folder;
  return { name: project, project, files, ...(elsewhere && { folder }) };
}

/**
 * Absolute paths of the files that a container's project was made of, as its labels tell; anybody can have written them. podman-compose
 * says them as they were written, and the folder in which that was.
 */
export function composeFilesOf({ labels }: Pick<ContainerSummary, 'labels'>): readonly string[] {
  const folder = own(labels, `${composeProjectLabel}.working_dir`);
  const files = (own(labels, `${composeProjectLabel}.config_files`) ?? '').split(',').filter((file) => file !== '');
  const place = folder !== undefined && path.isAbsolute(folder) ? folder : undefined;
  return files.flatMap((file) => (path.isAbsolute(file) ? [file] : place === undefined ? [] : [path.join(place, file)]));
}

/** Throws `notFound` where it is not known which files a project was made of. */
export function requireFiles({ name, files }: ComposeTarget): readonly string[] {
  if (files.length > 0) return files;
  throw failure('notFound', {
    what: 'file',
    name: 'compose.yaml',
    detail: t(
      'The containers of {0} do not tell which Compose file they are of. Open the file: its menu in the Explorer has the same verbs.',
      name,
    ),
  });
}
