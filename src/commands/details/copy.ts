import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { copiedText } from '../../core/untrusted';
import { containerDetailNode } from '../../nodes/container-detail';
import { knownFacets, readFacets } from '../../nodes/container-details';
import { environmentOf } from '../../nodes/details/environment';
import { choice, name } from '../answers/takes';
import { defineCommand } from '../define';
import { nameInErrors } from '../targets/run-on-each';

const groups = ['ports', 'networks', 'mounts', 'environment', 'health', 'processes'] as const;

/** Copies what rows below a container say. */
export const copyDetail = defineCommand({
  id: 'slipway.details.copy',
  title: 'Copy Value',
  summary:
    'Copies the address of a port, the source of a mount, the address on a network, the value of a variable (also a hidden one), the output of a health check or the command of a process; one per line.',
  icon: 'copy',
  on: [{ node: 'containerDetail', with: ['copyable'] }],
  many: true,
  placement: { group: '7_copy', order: 1, inline: true },
  palette: false,
  answers: {
    container: name('Name or id of the container.'),
    group: choice(groups, 'Which of its facts: all values of that group are copied.'),
  },
  result: '{ readonly text: string }',
  run: async (app, { nodes, answers: { container, group } }): Promise<{ readonly text: string }> => {
    const values = container === undefined ? await valuesOfRows(app, nodes) : await valuesOfGroup(app, container, group ?? 'ports');
    if (values.length === 0) throw failure('conflict', { name: container ?? '', usedBy: [], detail: t('There is nothing to copy.') });
    const text = copiedText(values.join('\n'));
    await app.clipboard.write(text);
    app.show.status(t('Copied'));
    return { text };
  },
});

async function valuesOfRows(app: App, nodes: Parameters<typeof copyDetail.run>[1]['nodes']): Promise<readonly string[]> {
  const values: string[] = [];
  // Of each container once, however many of its rows are chosen.
  const environments = new Map<string, Promise<readonly string[]>>();
  for (const node of nodes) {
    if (!containerDetailNode.is(node)) continue;
    const { container, copied, label, key } = node.data;
    if (copied !== undefined) values.push(copied);
    else {
      // The value of a variable that is hidden is nowhere until somebody asks for it.
      const reading = environments.get(container.id) ?? nameInErrors(container, environmentOf(app, container.id));
      environments.set(container.id, reading);
      const variables = await reading;
      const variable = variables[Number(key.split('/')[1])] ?? variables.find((one) => one.startsWith(`${label}=`)) ?? '';
      values.push(variable.startsWith(`${label}=`) ? variable.slice(label.length + 1) : '');
    }
  }
  return values;
}

async function valuesOfGroup(app: App, container: string, group: (typeof groups)[number]): Promise<readonly string[]> {
  if (group === 'environment') return environmentOf(app, container);
  const all = [...(await app.inventory.read('containers')).values()];
  const found = all.find(({ name: known, id }) => known === container || id.startsWith(container));
  if (!found) throw failure('notFound', { what: 'container', name: container });
  const known = knownFacets.find(({ id }) => id === group);
  const rows = known
    ? known.rows(found, app)
    : await readFacets.find(({ id }) => id === group)?.read(found, app, new AbortController().signal);
  return (rows ?? []).flatMap(({ copied }) => copied ?? []);
}
