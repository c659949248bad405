import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { defined } from '../../core/records';
import { containerGroupNode } from '../../nodes/container-group';
import { flag, name, names, optional, text, whole } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { checkRange, logsPage } from './logs-page';

/** In lines of each container. */
export const defaultTail = 10_000;

/** The logs of containers on a page, over restarts; of several by time. */
export const showContainerLogs = defineCommand({
  id: 'slipway.containers.logs',
  title: 'Show Logs',
  summary: 'Follows the logs of containers, or of a Compose project, on a page: also when they are started again, several by time.',
  icon: 'output',
  on: [{ node: 'container' }, { node: 'containerGroup' }],
  many: true,
  placement: { group: '2_open', order: 2 },
  palette: true,
  key: { key: 'l', views: ['containers'] },
  answers: {
    container: optional(name('Name or id of the container.')),
    containers: optional(names('Names or ids of the containers.')),
    tail: optional(whole('How many of the last lines to begin with; -1 for all.', -1), defaultTail),
    since: optional(text('From when on: a time before now (`10m`), a date, a date with a time, or seconds since 1970.')),
    until: optional(text('Until when, in the same forms; then the log is not followed.')),
    timestamps: optional(flag('Each line with the time at which it was written.')),
  },
  oneOf: [['container'], ['containers']],
  result: '{ readonly containers: readonly string[] }',
  run: async (app, call): Promise<{ readonly containers: readonly string[] }> => {
    const { tail = defaultTail, since = '', until = '', timestamps = false } = call.answers;
    const range = { since, until, ...(tail >= 0 && { tail }) };
    checkRange(range);
    const targets = await chooseTargets(app, call, containers, { title: t('Show Logs'), placeholder: t('Containers to show the logs of') });
    for (const target of targets) {
      const options = [
        ...(until === '' ? ['--follow'] : []),
        ...(tail < 0 ? [] : ['--tail', String(tail)]),
        ...(since === '' ? [] : ['--since', since]),
        ...(until === '' ? [] : ['--until', until]),
        ...(timestamps ? ['--timestamps'] : []),
      ];
      app.log.command(dockerLine(['logs', ...options, target.name], app.terminalShell()));
    }
    const engine = await app.connection.engine();
    // Asked first, so that a container that is not there is an error of the verb and opens no page.
    const found = await Promise.all(
      targets.map(async (target) => {
        const { Id } = await nameInErrors(target, engine.containers.inspect(target.id));
        return { id: typeof Id === 'string' ? Id : target.id, name: target.name };
      }),
    );
    const [row, ...others] = call.nodes;
    const project = row && others.length === 0 && containerGroupNode.is(row) ? row.data.project : undefined;
    if (found.length > 0) await app.pages.open(logsPage, { ...defined({ project }), containers: found, range, timestamps });
    return { containers: targets.map(({ name: each }) => each) };
  },
});
