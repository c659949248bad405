import type { App } from '../../app';
import type { ContainerSummary } from '../../engine/containers/containers';
import type { ContainerDetail } from '../container-detail';

/** What rows of a group are made of, before they belong to a container. */
export type DetailRow = Omit<ContainerDetail, 'container'>;

interface Facet {
  /** Part of the rows' ids. */
  readonly id: string;
  readonly icon: string;
  /** Translated. */
  readonly label: () => string;
  /** What a screen reader says, with the container's name. */
  readonly spoken: (name: string) => string;
  /** Whether a container has any. */
  readonly has: (container: ContainerSummary) => boolean;
  /** Beside the label while it is closed; from what the list tells. */
  readonly short?: (container: ContainerSummary) => string;
}

/** A group of facts that the engine's list tells. */
export interface KnownFacet extends Facet {
  readonly rows: (container: ContainerSummary, app: App) => readonly DetailRow[];
}

/** A group of facts that is read when it is opened. */
export interface ReadFacet extends Facet {
  readonly read: (container: ContainerSummary, app: App, signal: AbortSignal) => Promise<readonly DetailRow[]>;
  /** What is said where there are none. */
  readonly none: () => string;
  /** Events of the container (their actions) after which it is read again while it is open. */
  readonly staleBy?: RegExp;
}
