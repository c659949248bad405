import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { oneLine } from '../../core/untrusted';
import type { ContainerState, ContainerSummary } from '../../engine/containers/containers';
import { containerNode } from '../../nodes/container';
import { containerGroupNode } from '../../nodes/container-group';
import type { Node } from '../../nodes/define';
import type { Choice } from '../../ports';
import { back } from '../../ports';
import type { CommandCall } from '../define';
import type { Named } from './run-on-each';

/** A container to work on; `state` is known when it comes from a list. */
export interface ContainerTarget extends Named {
  readonly state?: ContainerState;
  readonly summary?: ContainerSummary;
}

export interface ContainerQuestion {
  /** The verb's title. */
  readonly title: string;
  readonly placeholder: string;
  /** Containers that are offered, and taken from a group. */
  readonly accepts: (container: ContainerSummary) => boolean;
}

function targetOf(container: ContainerSummary): ContainerTarget {
  return { id: container.id, name: container.name, state: container.state, summary: container };
}

/** The containers of rows, each once; of a Compose project those that `accepts` wants. */
export function containersOfRows(nodes: readonly Node[], accepts: (container: ContainerSummary) => boolean): readonly ContainerTarget[] {
  const found = new Map<string, ContainerTarget>();
  for (const node of nodes) {
    if (containerNode.is(node)) found.set(node.data.container.id, targetOf(node.data.container));
    if (!containerGroupNode.is(node)) continue;
    for (const { container } of node.data.containers) if (accepts(container)) found.set(container.id, targetOf(container));
  }
  return [...found.values()];
}

/** Containers to work on: the caller's, those of the rows, or those that the user ticks. */
export async function chosenContainers(
  app: App,
  call: CommandCall<{ readonly containers: readonly string[] }>,
  question: ContainerQuestion,
): Promise<readonly ContainerTarget[]> {
  const { containers } = call.answers;
  if (containers !== undefined) return containers.map((name) => ({ id: name, name }));
  if (call.nodes.length > 0) return containersOfRows(call.nodes, question.accepts);
  const choices = await containerChoices(app, question);
  const chosen = await app.ask.chooseMany(choices, {
    title: question.title,
    placeholder: question.placeholder,
    none: t('This applies to none of the containers now'),
  });
  if (chosen === back || chosen.length === 0) throw failure('cancelled', { operation: question.title });
  return chosen;
}

/** One container to work on, in the same way. */
export async function chosenContainer(
  app: App,
  call: CommandCall<{ readonly container: string }>,
  question: ContainerQuestion,
): Promise<ContainerTarget> {
  const { container } = call.answers;
  if (container !== undefined) return { id: container, name: container };
  const [row] = containersOfRows(call.nodes, question.accepts);
  if (row) return row;
  const choices = await containerChoices(app, question);
  const chosen = await app.ask.choose(choices, {
    title: question.title,
    placeholder: question.placeholder,
    none: t('This applies to none of the containers now'),
  });
  if (chosen === back) throw failure('cancelled', { operation: question.title });
  return chosen;
}

async function containerChoices(app: App, question: ContainerQuestion): Promise<readonly Choice<ContainerTarget>[]> {
  const containers = [...(await app.inventory.read('containers')).values()].filter(question.accepts);
  if (containers.length === 0) {
    await app.show.information(t('This action applies to none of the containers.'));
    throw failure('cancelled', { operation: question.title });
  }
  return containers.map((container) => ({
    label: oneLine(container.name),
    description: oneLine(container.image),
    detail: oneLine(container.status),
    icon: container.state === 'running' ? 'vm-running' : 'vm-outline',
    value: targetOf(container),
  }));
}

/** States in which a container has processes. */
export function isUp({ state }: { readonly state: ContainerState }): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}

/** The first names of a list, and how many more there are: `a, b, c and 4 more`. */
export function someNames(items: readonly Named[], limit = 5): string {
  const names = items.slice(0, limit).map(({ name }) => oneLine(name));
  const more = items.length - names.length;
  return more > 0 ? t('{0} and {1} more', names.join(', '), more) : names.join(', ');
}
