import { t } from '../core/localize';
import type { RunConfiguration } from '../core/run/run-configuration';
import { escapeMarkdown, oneLine } from '../core/untrusted';
import { defineNode } from './define';

/** A run configuration of the project, with the line of the file where it stands. */
export interface RunConfigurationData {
  readonly configuration: RunConfiguration;
  /** From 1. */
  readonly line: number;
  /** Whether a container of it runs. */
  readonly running: boolean;
}

/** A run that is kept in `.vscode/slipway.json`. */
export const runConfigurationNode = defineNode<RunConfigurationData>({
  kind: 'runConfiguration',
  id: ({ configuration }) => configuration.name,
  view: ({ configuration, running }) => {
    const name = oneLine(configuration.name);
    const image = oneLine(configuration.image);
    return {
      label: name,
      description: running ? `${image} · ${t('running')}` : image,
      icon: 'play',
      ...(running && { iconColor: 'charts.green' }),
      accessibleLabel: running
        ? t('Run configuration {0} of {1}, running', name, image)
        : t('Run configuration {0} of {1}, not running', name, image),
      flags: running ? ['running' as const] : ['stopped' as const],
    };
  },
  tooltip: ({ configuration }) => {
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
  },
});
