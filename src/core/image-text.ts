import { type HistoryStep, isEmptyStep } from './history';
import { stepLabel } from './history-dockerfile';
import type { ImageDetails } from './image-details';
import { t } from './localize';
import { formatBytes } from './sizes';
import { oneLine } from './untrusted';

const longest = 20_000;

/**
 * An image as text, one fact a line and sorted where order has no meaning, so that two texts differ only where the
 * images do. What differs for every image anyway (id, names, dates) stands in the first lines.
 */
export function imageText(details: ImageDetails, steps: readonly HistoryStep[]): string {
  const { tags, labels } = details;
  const blocks: readonly (readonly string[])[] = [
    [
      ...tags.toSorted().map((tag) => line(t('Tag'), tag)),
      line(t('ID'), details.id),
      ...(details.created > 0 ? [line(t('Created'), new Date(details.created).toISOString())] : []),
      line(t('Size'), formatBytes(details.size)),
      line(t('Platform'), details.platform),
    ],
    [
      heading(t('Configuration')),
      ...words(t('Entrypoint'), details.entrypoint),
      ...words(t('Command'), details.command),
      ...single(t('User'), details.user),
      ...single(t('Working directory'), details.workingDirectory),
      ...details.ports.toSorted().map((port) => line(t('Port'), port)),
      ...details.volumes.toSorted().map((volume) => line(t('Volume'), volume)),
      ...single(t('Health check'), details.healthcheck ? JSON.stringify(details.healthcheck) : ''),
      ...single(t('Stop signal'), details.stopSignal),
      ...words(t('Shell'), details.shell),
      ...details.onBuild.map((instruction) => line(t('On build'), instruction)),
    ],
    [heading(t('Environment')), ...details.environment.toSorted().map((text) => oneLine(text, longest))],
    [
      heading(t('Labels')),
      ...Object.entries(labels)
        .map(([name, value]) => oneLine(`${name}=${value}`, longest))
        .toSorted(),
    ],
    [heading(t('History')), ...steps.map(stepLine)],
    [heading(t('Layers')), ...details.layers.map((layer) => oneLine(layer, longest))],
  ];
  return `${blocks.map((block) => block.join('\n')).join('\n\n')}\n`;
}

function heading(text: string): string {
  return `# ${text}`;
}

function line(name: string, value: string): string {
  return `${name}: ${oneLine(value, longest)}`;
}

function single(name: string, value: string): readonly string[] {
  return value === '' ? [] : [line(name, value)];
}

function words(name: string, list: readonly string[]): readonly string[] {
  return list.length === 0 ? [] : [line(name, JSON.stringify(list))];
}

/** The command first: a diff lines up by it, and the size stands below where it may differ. */
function stepLine(step: HistoryStep): string {
  const command = oneLine(stepLabel(step.createdBy) || step.comment || t('unknown step'), longest);
  if (isEmptyStep(step)) return command;
  return `${command}\n    ${formatBytes(step.size)}`;
}
