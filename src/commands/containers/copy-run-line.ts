import { dockerLineWithSecrets } from '../../core/docker-line';
import { t } from '../../core/localize';
import { lineOfContainer } from '../../core/run/line-of-container';
import { copiedName, oneLine } from '../../core/untrusted';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { describeContainer } from './described-container';

/** Copies the lines that make the same containers, one a line. What they hold goes to the clipboard only. */
export const copyContainerRunLine = defineCommand({
  id: 'slipway.containers.copyRunLine',
  title: 'Copy as docker run',
  summary:
    'Copies the `docker run` lines that make the same containers, one per line, with everything that differs from the image and from the defaults of the engine: environment, ports, mounts, networks, limits and the rest. Values of variables are part of the line.',
  icon: 'copy',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '7_copy', order: 3 },
  palette: true,
  answers: { containers: names('Names or ids of the containers.') },
  result: '{ text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, containers, {
      title: t('Copy as docker run'),
      placeholder: t('Containers to copy the docker run line of'),
    });
    const engine = await app.connection.engine();
    const written = await Promise.all(
      targets.map(async (target) => {
        const { inspected, origin } = await describeContainer(engine, target);
        return { name: target.name, ...lineOfContainer(inspected, origin) };
      }),
    );
    const text = written
      .map(({ options, image, command }) => dockerLineWithSecrets(['run', ...options, copiedName(image), ...command], app.terminalShell()))
      .join('\n');
    await app.clipboard.write(text);
    const [less] = written.filter(({ unsaid }) => unsaid.length > 0);
    if (less && !call.programmatic) {
      const what = oneLine(less.unsaid.join(', '));
      await app.show.information(t('The line of {0} was copied without {1}: docker run has no option for it.', oneLine(less.name), what));
    }
    return { text };
  },
});
