import { dockerLine } from '../../core/docker-line';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers, isUp } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';

interface Ended {
  readonly container: string;
  readonly exitCode: number;
}

/** Waits until a container ends and says its exit code. */
export const waitForContainer = defineCommand({
  id: 'slipway.containers.wait',
  title: 'Wait for End',
  summary: 'Waits until a container ends, and tells its exit code.',
  icon: 'watch',
  on: [
    { node: 'container', with: ['running'] },
    { node: 'container', with: ['paused'] },
  ],
  placement: { group: '1_state', order: 7 },
  palette: true,
  answers: { container: name('Name or id of the container.') },
  result: '{ readonly container: string; readonly exitCode: number }',
  run: async (app, call): Promise<Ended> => {
    const target = await chooseTarget(app, call, containers, {
      title: t('Wait for End'),
      placeholder: t('Running container'),
      accepts: isUp,
    });
    app.log.command(dockerLine(['wait', target.name], app.terminalShell()));
    const shown = oneLine(target.name);
    const exitCode = await app.progress.run(t('Waiting for the end of {0}', shown), async (_report, signal) => {
      const engine = await app.connection.engine(signal);
      return nameInErrors(target, engine.containers.wait(target.id, signal));
    });
    // Whoever waits looks elsewhere meanwhile.
    if (!call.programmatic) await app.show.information(t('{0} has ended with exit code {1}.', shown, exitCode));
    return { container: target.name, exitCode };
  },
});
