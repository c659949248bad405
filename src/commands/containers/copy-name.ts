import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { defineCommand } from '../define';

/** Copies names, one a line. */
export const copyContainerName = defineCommand({
  id: 'slipway.containers.copyName',
  title: 'Copy Container Name',
  summary: 'Copies the names of containers, one per line.',
  icon: 'copy',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '7_copy', order: 1 },
  palette: true,
  answers: { containers: names('Names or ids of the containers.') },
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, containers, {
      title: t('Copy Container Name'),
      placeholder: t('Containers to copy the name of'),
    });
    const engine = await app.connection.engine();
    const names = await Promise.all(
      targets.map(async ({ id, name, listed }) => {
        if (listed) return name;
        const inspected = (await engine.containers.inspect(id))['Name'];
        return typeof inspected === 'string' ? inspected.replace(/^\//, '') : name;
      }),
    );
    const text = names.map(copiedName).join('\n');
    await app.clipboard.write(text);
    return { text };
  },
});
