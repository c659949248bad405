import type { ContainerSummary } from '../containers/containers';
import type { ImageSummary } from '../images/images';
import type { NetworkSummary } from '../networks/networks';
import type { VolumeSummary } from '../volumes/volumes';

/** Lists of an engine's objects that views are made from. */
export const objectLists = ['images', 'containers', 'volumes', 'networks'] as const;
export type ObjectList = (typeof objectLists)[number];

/** What each list holds. */
export interface Objects {
  readonly images: ImageSummary;
  readonly containers: ContainerSummary;
  readonly volumes: VolumeSummary;
  readonly networks: NetworkSummary;
}
