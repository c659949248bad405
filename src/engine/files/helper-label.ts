import type { ContainerSummary } from '../containers/containers';

/** Label of the containers that Slipway makes to reach the files of a volume, and removes at once; its value is the volume. */
export const helperLabel = 'io.slipway.helper';

/** Whether a container is one that Slipway has made to reach a volume. */
export function isHelper({ labels }: Pick<ContainerSummary, 'labels'>): boolean {
  return Object.hasOwn(labels, helperLabel);
}
