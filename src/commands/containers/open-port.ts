import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { PortBinding } from '../../engine/containers/containers';
import { containerDetailNode } from '../../nodes/container-detail';
import { back } from '../../ports';
import { name, optional, whole } from '../answers/takes';
import { chooseTarget } from '../targets/choose-targets';
import { containers, type ContainerTarget } from '../targets/container-targets';
import { defineCommand } from '../define';
import { publishedPorts } from '../../engine/containers/published-ports';

/** Opens a published port in the browser. */
export const openContainerPort = defineCommand({
  id: 'slipway.containers.openPort',
  title: 'Open Port in Browser…',
  summary: 'Opens a published TCP port of a container in the browser.',
  icon: 'link-external',
  on: [
    { node: 'container', with: ['hasPorts'] },
    { node: 'containerDetail', with: ['port'] },
  ],
  placement: { group: '2_open', order: 3, inline: ['containerDetail'] },
  palette: true,
  answers: {
    container: name('Name or id of the container.'),
    port: optional(whole('Port inside the container; needed only when several are published.', 1, 65_535)),
  },
  result: '{ readonly url: string }',
  run: async (app, call): Promise<{ readonly url: string }> => {
    const title = t('Open Port in Browser');
    const url = call.nodes.flatMap((node) => (containerDetailNode.is(node) ? (node.data.url ?? []) : []))[0];
    if (url !== undefined) {
      await app.show.external(url);
      return { url };
    }
    const target = await chooseTarget(app, call, containers, {
      title,
      placeholder: t('Container with a published port'),
      accepts: ({ ports }) => ports.some(({ hostPort, protocol }) => hostPort !== undefined && protocol === 'tcp'),
    });
    const { state } = app.connection;
    const open = publishedPorts(await portsOf(app, target), state.kind === 'connected' ? state.candidate : undefined);
    const { port } = call.answers;
    const fitting = port === undefined ? open : open.filter(({ containerPort }) => containerPort === port);
    const [only] = fitting;
    if (!only) throw failure('conflict', { name: target.name, usedBy: [], detail: t('It publishes no such TCP port.') });
    const chosen =
      fitting.length === 1 || call.programmatic
        ? only
        : await app.ask.choose(
            fitting.map((value) => ({ label: String(value.containerPort), description: value.url, icon: 'link-external', value })),
            { title, placeholder: t('Port of {0}', target.name) },
          );
    if (chosen === back) throw failure('cancelled', { operation: title });
    await app.show.external(chosen.url);
    return { url: chosen.url };
  },
});

async function portsOf(app: App, { name, listed }: ContainerTarget): Promise<readonly PortBinding[]> {
  if (listed) return listed.ports;
  const all = [...(await app.inventory.read('containers')).values()];
  const found = all.find((container) => container.name === name || container.id.startsWith(name));
  if (!found) throw failure('notFound', { what: 'container', name });
  return found.ports;
}
