import { t } from '../core/localize';
import { oneLine } from '../core/untrusted';
import { defineNode } from './define';
import { containerNode, type ContainerNodeData } from './container';

/** The containers of one Compose project. */
export const containerGroupNode = defineNode<{ readonly project: string; readonly containers: readonly ContainerNodeData[] }>({
  kind: 'containerGroup',
  id: ({ project }) => project,
  view: ({ project, containers }) => {
    const running = containers.filter(({ container }) => container.state === 'running').length;
    const words = t('{0} of {1} running', running, containers.length);
    return {
      label: oneLine(project),
      description: words,
      icon: 'layers',
      ...(running > 0 && { iconColor: 'charts.green' }),
      accessibleLabel: t('Compose project {0}, {1}', oneLine(project), words),
      expandable: 'expanded',
      flags: running > 0 ? ['running' as const] : ['stopped' as const],
    };
  },
  children: ({ containers }) => containers.map((container) => containerNode.make(container)),
});
