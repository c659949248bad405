import { t } from '../core/localize';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode, type Node, type NodeView } from './define';
import type { KeptConfiguration } from './kept-configurations';

/** A run configuration with where it is kept. */
export interface RunConfigurationData extends KeptConfiguration {
  /** Whether a container of it runs. */
  readonly running: boolean;
}

/** A run that is kept under a name. */
export const runConfigurationNode = defineNode<RunConfigurationData>({
  kind: 'runConfiguration',
  id: ({ configuration, keptFor }) => `${keptFor}/${configuration.name}`,
  view: viewOfConfiguration,
  tooltip: tooltipOfConfiguration,
});

/** The same below the image that it runs. `parent` is the id of that row. */
export const imageRunConfigurationNode = defineNode<RunConfigurationData & { readonly parent: string }>({
  kind: 'imageRunConfiguration',
  id: ({ configuration, keptFor, parent }) => `${parent}/${keptFor}/${configuration.name}`,
  // The image stands above.
  view: (data) => ({ ...viewOfConfiguration(data), description: stateOf(data).join(' · ') }),
  tooltip: tooltipOfConfiguration,
});

/** The configuration that a row is. */
export function configurationOfRow(node: Node): RunConfigurationData | undefined {
  return runConfigurationNode.is(node) || imageRunConfigurationNode.is(node) ? node.data : undefined;
}

function viewOfConfiguration({ configuration, running, keptFor }: RunConfigurationData): NodeView {
  const [name, image] = [oneLine(configuration.name), oneLine(configuration.image)];
  const words = [...(running ? [] : [t('not running')]), ...stateOf({ running, keptFor })].join(', ');
  return {
    label: name,
    description: [image, ...stateOf({ running, keptFor })].join(' · '),
    icon: keptFor === 'user' ? 'account' : 'play',
    ...(running && { iconColor: 'charts.green' }),
    accessibleLabel: t('Run configuration {0} of {1}, {2}', name, image, words),
    flags: [running ? 'running' : 'stopped', ...(keptFor === 'project' ? (['inFile'] as const) : [])],
  };
}

/** What is worth seeing of where it is kept and whether it runs. */
function stateOf({ running, keptFor }: Pick<RunConfigurationData, 'running' | 'keptFor'>): readonly string[] {
  return [running ? t('running') : '', keptFor === 'user' ? t('only yours') : ''].filter((word) => word !== '');
}

function tooltipOfConfiguration({ configuration }: RunConfigurationData): string {
  const { name, image, ports = [], volumes = [], beforeLaunch = [] } = configuration;
  return [
    `**${escapeMarkdown(name)}**`,
    '',
    `- ${t('Image')}: ${escapeMarkdown(image)}`,
    ...ports.slice(0, 10).map((port) => `- ${t('Port')}: ${escapeMarkdown(port)}`),
    ...volumes.slice(0, 10).map((volume) => `- ${t('Volume')}: ${escapeMarkdown(volume)}`),
    ...beforeLaunch.slice(0, 10).map(
      (step) =>
        `- ${t('Before launch')}: ${escapeMarkdown(
          Object.entries(step)
            .map(([key, value]) => `${key} ${String(value)}`)
            .join(', '),
        )}`,
    ),
  ].join('\n');
}
