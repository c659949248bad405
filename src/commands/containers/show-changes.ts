import { dockerLine } from '../../core/docker-line';
import { changeLines, type FileChange } from '../../core/file-changes';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { name } from '../answers/takes';
import { containerChangesNode } from '../../nodes/container-changes';
import { changesRowId } from '../targets/change-targets';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { defineCommand } from '../define';
import { nameInErrors } from '../targets/run-on-each';

interface Result {
  readonly container: string;
  readonly changes: readonly FileChange[];
}

/** Opens the list of files by which a container differs from its image. */
export const showContainerChanges = defineCommand({
  id: 'slipway.containers.showChanges',
  title: 'Show Changed Files',
  summary:
    'Opens the rows with the files that a container has added, changed and deleted since its image; on these rows the list as `docker diff` prints it (A, C, D), which a program gets as well.',
  icon: 'diff',
  on: [{ node: 'container' }, { node: 'containerChanges' }],
  placement: { group: '3_look', order: 1 },
  palette: true,
  key: { key: 'd', views: ['containers'] },
  answers: { container: name('Name or id of the container.') },
  result: "{ container: string; changes: readonly { kind: 'changed' | 'added' | 'deleted'; path: string }[] }",
  run: async (app, call): Promise<Result> => {
    const question = { title: t('Show Changed Files'), placeholder: t('Choose a container') };
    const target = await chooseTarget(app, call, containers, question);
    const { id, name } = target;
    const isList = call.programmatic || call.nodes.some((node) => containerChangesNode.is(node));
    // Where a filter hides the container, the list is there all the same.
    if (!isList && (await app.views.open('containers', changesRowId(id)))) return { container: name, changes: [] };
    app.log.command(dockerLine(['diff', name], app.terminalShell()));
    const changes = await app.progress.run(t('Comparing {0} with its image', oneLine(name)), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return nameInErrors(target, engine.containers.changes(id, signal));
    });
    if (changes.length > 0)
      await app.show.document({ title: t('Changed files of {0}', oneLine(name)), language: 'plaintext', content: changeLines(changes) });
    else if (!call.programmatic) app.show.status(t('{0} has not changed any files of its image.', oneLine(name)));
    return { container: name, changes };
  },
});
