import type { ContainerPageModel } from '../../core/container-page';
import { t } from '../../core/localize';
import { text } from '../../engine/json/json';
import { name } from '../answers/takes';
import { defineCommand } from '../define';
import { chooseTarget } from '../targets/choose-targets';
import { containers } from '../targets/container-targets';
import { nameInErrors } from '../targets/run-on-each';
import { containerPage } from './container-page';

/** Opens the page of a container. */
export const showContainerPage = defineCommand({
  id: 'slipway.containers.show',
  title: 'Show Container',
  summary:
    'Opens a page about a container: state and health, processes, environment, ports, networks, mounts, limits and labels, with its verbs.',
  icon: 'info',
  on: [{ node: 'container' }],
  placement: { group: '3_look', order: 3 },
  palette: true,
  key: { key: 'i', views: ['containers'] },
  answers: { container: name('Name or id of the container.') },
  result: '{ id, name, engine, image, status, running, ports, networks, mounts, environment, … }',
  run: async (app, call): Promise<ContainerPageModel> => {
    const target = await chooseTarget(app, call, containers, { title: t('Show Container'), placeholder: t('Choose a container') });
    const engine = await app.connection.engine();
    // By a whole id, so that each container has one page.
    const id = target.listed?.id ?? text((await nameInErrors(target, engine.containers.inspect(target.id)))['Id']);
    return (await app.pages.open(containerPage, { id, name: target.name })).model;
  },
});
