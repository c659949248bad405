import { t } from '../../core/localize';
import { copiedName } from '../../core/untrusted';
import { names } from '../answers/takes';
import { chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { defineCommand } from '../define';

/** Copies the whole ids, one a line. */
export const copyContainerId = defineCommand({
  id: 'slipway.containers.copyId',
  title: 'Copy Container ID',
  summary: 'Copies the full IDs of containers, one per line.',
  icon: 'copy',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '7_copy', order: 2 },
  palette: true,
  answers: { containers: names('Names or ids of the containers.') },
  result: '{ readonly text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, containers, {
      title: t('Copy Container ID'),
      placeholder: t('Containers to copy the ID of'),
    });
    const engine = await app.connection.engine();
    const ids = await Promise.all(
      targets.map(async ({ id, listed }) => {
        if (listed) return id;
        const inspected = (await engine.containers.inspect(id))['Id'];
        return typeof inspected === 'string' ? inspected : id;
      }),
    );
    const text = ids.map(copiedName).join('\n');
    await app.clipboard.write(text);
    return { text };
  },
});
