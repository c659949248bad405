import type { ContainerSummary } from '../containers/containers';

/** Label of the containers that Slipway makes to reach the files of a volume or of an image, and removes at once; its value is that one. */
export const helperLabel = 'io.slipway.helper';

/** Whether a container is one that Slipway has made to reach a volume or an image. */
export function isHelper({ labels }: Pick<ContainerSummary, 'labels'>): boolean {
  return Object.hasOwn(labels, helperLabel);
}
