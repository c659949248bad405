import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { chosenContainer } from '../container-targets';
import { defineCommand } from '../define';
import { LogTerminal } from '../log-terminal';

interface Answers {
  readonly container: string;
  readonly tail?: number;
  readonly timestamps?: boolean;
}

const defaultTail = 1000;

/** Follows the log of a container in a terminal, over restarts. */
export const showContainerLogs = defineCommand<Answers, { readonly container: string }>({
  id: 'slipway.containers.logs',
  title: 'Show Logs',
  summary: 'Follows the log of a container in a terminal, also when the container is started again.',
  icon: 'output',
  on: [{ node: 'container' }],
  placement: { group: '2_open', order: 2 },
  palette: true,
  key: { key: 'l', views: ['containers'] },
  answers: {
    container: { type: 'string', text: 'Name or id of the container.' },
    tail: { type: 'number', optional: true, text: 'How many of the last lines to begin with; 1000 when absent, -1 for all.' },
    timestamps: { type: 'boolean', optional: true, text: 'Each line with the time at which it was written.' },
  },
  result: '{ readonly container: string }',
  run: async (app, call) => {
    app.show.requireTerminal(t('Show Logs'));
    const target = await chosenContainer(app, call, { title: t('Show Logs'), placeholder: t('Container'), accepts: () => true });
    const { tail = defaultTail, timestamps = false } = call.answers;
    app.log.command(
      dockerLine(['logs', '--follow', ...(tail < 0 ? [] : ['--tail', String(tail)]), ...(timestamps ? ['--timestamps'] : []), target.name], app.terminalShell()),
    );
    const engine = await app.connection.engine();
    // Asked first, so that a container that is not there is an error of the verb and opens no terminal.
    const inspected = (await engine.containers.inspect(target.id))['Id'];
    const container = typeof inspected === 'string' ? inspected : target.id;
    await app.show.terminal({
      name: t('Log: {0}', target.name),
      icon: 'output',
      tellsEnd: true,
      open: (signal) => {
        const terminal = new LogTerminal(app, { container, timestamps, ...(tail < 0 ? {} : { tail }) });
        signal.addEventListener('abort', () => terminal.dispose(), { once: true });
        return Promise.resolve(terminal);
      },
    });
    return { container: target.name };
  },
});
