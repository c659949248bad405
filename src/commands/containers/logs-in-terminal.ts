import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { flag, name, optional, whole } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { defineCommand } from '../define';
import { LogTerminal } from '../terminals/log-terminal';
import { nameInErrors } from '../targets/run-on-each';

const defaultTail = 1000;

/** Follows the log of a container in a terminal, over restarts. */
export const showContainerLogsInTerminal = defineCommand({
  id: 'slipway.containers.logsInTerminal',
  title: 'Show Logs in Terminal',
  summary: 'Follows the log of a container in a terminal, also when the container is started again.',
  icon: 'terminal',
  on: [{ node: 'container' }],
  placement: { group: '2_open', order: 5 },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    tail: optional(whole('How many of the last lines to begin with; -1 for all.', -1), defaultTail),
    timestamps: optional(flag('Each line with the time at which it was written.')),
  },
  result: '{ readonly container: string }',
  run: async (app, call): Promise<{ readonly container: string }> => {
    app.show.requireTerminal(t('Show Logs in Terminal'));
    const target = await chooseTarget(app, call, containers, { title: t('Show Logs in Terminal'), placeholder: t('Container') });
    const { tail = defaultTail, timestamps = false } = call.answers;
    app.log.command(
      dockerLine(
        ['logs', '--follow', ...(tail < 0 ? [] : ['--tail', String(tail)]), ...(timestamps ? ['--timestamps'] : []), target.name],
        app.terminalShell(),
      ),
    );
    const engine = await app.connection.engine();
    // Asked first, so that a container that is not there is an error of the verb and opens no terminal.
    const inspected = (await nameInErrors(target, engine.containers.inspect(target.id)))['Id'];
    const container = typeof inspected === 'string' ? inspected : target.id;
    await app.show.terminal({
      name: t('Log: {0}', target.name),
      icon: 'output',
      tellsEnd: true,
      open: (signal) => {
        const terminal = new LogTerminal(app, { container, timestamps, ...(tail >= 0 && { tail }) });
        signal.addEventListener('abort', () => terminal.dispose(), { once: true });
        return Promise.resolve(terminal);
      },
    });
    return { container: target.name };
  },
});
