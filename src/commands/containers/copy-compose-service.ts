import { t } from '../../core/localize';
import { bodyOfContainer } from '../../core/run/body-of-container';
import { composeOfBody } from '../../core/run/compose-of-body';
import { names } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTargets } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { composeText, joinedCompose } from './compose-text';
import { describeContainer } from './described-container';

/** Copies a Compose file with a service for each container. What it holds goes to the clipboard only. */
export const copyContainerComposeService = defineCommand({
  id: 'slipway.containers.copyComposeService',
  title: 'Copy as Compose Service',
  summary:
    'Copies a Compose file with a service for each of the containers that makes the same container. Its networks and named volumes are those that are there (`external`). Values of variables are part of the file.',
  icon: 'copy',
  on: [{ node: 'container' }],
  many: true,
  placement: { group: '7_copy', order: 4 },
  palette: true,
  answers: { containers: names('Names or ids of the containers.') },
  result: '{ text: string }',
  run: async (app, call): Promise<{ readonly text: string }> => {
    const targets = await chooseTargets(app, call, containers, {
      title: t('Copy as Compose Service'),
      placeholder: t('Containers to copy as Compose services'),
    });
    const engine = await app.connection.engine();
    const files = await Promise.all(
      targets.map(async (target) => {
        const { inspected, origin } = await describeContainer(engine, target);
        return composeOfBody(bodyOfContainer(inspected, origin));
      }),
    );
    const text = await composeText(joinedCompose(files));
    await app.clipboard.write(text);
    return { text };
  },
});
