import { composeProjectOf } from '../../core/compose-project';
import { dockerLine } from '../../core/docker-line';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { ContainerSummary } from '../../engine/containers/containers';
import { defaultTail } from '../containers/logs';
import { logsPage } from '../containers/logs-page';
import { defineCommand } from '../define';
import { composeAnswers, composeFileInExplorer, composeFilesOf, composeTarget, oneComposeTarget } from './compose-target';

/** The logs of a Compose project as one page, found by its file too. */
export const composeLogs = defineCommand({
  id: 'slipway.compose.logs',
  title: 'Show Compose Logs…',
  summary: 'Follows the logs of all containers of a Compose project on a page, also of those that it gets later.',
  icon: 'output',
  palette: true,
  editor: { group: '1_modification@15', file: composeFileInExplorer },
  explorer: { group: '7_slipway', file: composeFileInExplorer },
  answers: composeAnswers,
  oneOf: oneComposeTarget,
  result: '{ readonly containers: readonly string[] }',
  run: async (app, call): Promise<{ readonly containers: readonly string[] }> => {
    const target = await composeTarget(app, call, t('Show Compose Logs'));
    const all = [...(await app.inventory.read('containers')).values()];
    const members = target.project === undefined ? ofFile(all, target) : all.filter((each) => composeProjectOf(each) === target.project);
    const projects = new Set(members.map(composeProjectOf));
    const [project] = projects;
    if (members.length === 0) {
      throw failure('notFound', {
        what: 'container',
        name: target.name,
        detail: t('No container was made of {0} yet. Compose Up makes and starts them.', oneLine(target.name)),
      });
    }
    for (const { name } of members)
      app.log.command(dockerLine(['logs', '--follow', '--tail', String(defaultTail), name], app.terminalShell()));
    await app.pages.open(logsPage, {
      // One file can be the file of several projects, by other names.
      ...(project !== undefined && projects.size === 1 && { project }),
      containers: members.map(({ id, name }) => ({ id, name })),
      range: { since: '', until: '', tail: defaultTail },
      timestamps: false,
    });
    return { containers: members.map(({ name }) => name) };
  },
});

function ofFile(all: readonly ContainerSummary[], { files }: { readonly files: readonly string[] }): readonly ContainerSummary[] {
  return all.filter((container) => files.some((file) => composeFilesOf(container).includes(file)));
}
