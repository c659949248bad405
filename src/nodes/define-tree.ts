import type { App } from '../app';
import type { Disposable } from '../core/disposable';
import type { Event } from '../core/emitter';
import type { ObjectList } from '../engine/inventory/object-lists';
import type { Node, NodeKind } from './define';
import type { ViewId } from './view-ids';

/** Kinds whose rows stand in several views. */
export const kindsOfAnyView = ['action', 'message', 'shownEngine'] as const satisfies readonly NodeKind[];
type KindOfAnyView = (typeof kindsOfAnyView)[number];

/** Whether rows of a kind stand in several views. */
export function isOfAnyView(kind: NodeKind): kind is KindOfAnyView {
  return kindsOfAnyView.some((any) => any === kind);
}

/** The view in which rows of a kind stand; messages, actions and shown engines stand in any. */
export const viewOfKind: Readonly<Record<Exclude<NodeKind, KindOfAnyView>, ViewId>> = {
  build: 'builds',
  buildOutput: 'builds',
  buildStage: 'builds',
  buildStep: 'builds',
  container: 'containers',
  containerChange: 'containers',
  containerChanges: 'containers',
  containerDetail: 'containers',
  containerDetails: 'containers',
  containerGroup: 'containers',
  containerReadings: 'containers',
  danglingImages: 'images',
  engine: 'engines',
  file: 'containers',
  image: 'images',
  imageGroup: 'images',
  imageRunConfiguration: 'images',
  layer: 'images',
  network: 'networks',
  networkAttachment: 'networks',
  registry: 'registries',
  registryMore: 'registries',
  registryRepository: 'registries',
  registryTag: 'registries',
  repository: 'images',
  runConfiguration: 'containers',
  runConfigurationGroup: 'containers',
  volume: 'volumes',
  volumeFile: 'volumes',
};

/** What VS Code is told of a view before there are rows; `view-frames.ts` has it of all. */
export interface ViewFrame {
  readonly view: ViewId;
  /** Command called with `{ uris }` when files are dropped on the view; where the row under them takes them, its own is. */
  readonly drop?: `slipway.${string}`;
  /** Rows take files that are dropped on them. */
  readonly dropOnRows?: boolean;
  /** Command called with `{ references, to, engine }` when rows are dragged onto a row of another engine. */
  readonly drag?: `slipway.${string}`;
  /** Rows have none below. */
  readonly flat?: boolean;
}

/** One view: its top rows, and the engine's lists that it is made from. */
export interface TreeDefinition extends ViewFrame {
  /** Title, English; the key of its translation. */
  readonly title: string;
  readonly icon: string;
  /** Lists followed while the view is visible. Empty: the view does not need an engine. */
  readonly lists: readonly ObjectList[];
  /** Text of the empty view: Markdown with command links, English; the key of its translation. */
  readonly welcome: string;
  /** Can be filtered by text. */
  readonly filter: boolean;
  /** What else than the engine's lists and the settings makes all rows anew. */
  readonly follows?: (app: App) => Event<void>;
  /**
   * Fires when rows are stale that are made of what this session knows, at any rate: they are made anew as those of the
   * engine's lists are, with what is open below them.
   */
  readonly live?: (app: App) => Event<unknown>;
  /** Begins what goes on while the view is visible; disposed when it is hidden. */
  readonly whileVisible?: (app: App) => Disposable;
  readonly roots: (app: App, filter: string) => readonly Node[] | Promise<readonly Node[]>;
  /** Number on the view's title, translated sentence for screen readers beside. */
  readonly badge?: (app: App) => { readonly value: number; readonly tooltip: string } | undefined;
}

/** Defines one view. */
export function defineTree(definition: TreeDefinition): TreeDefinition {
  return definition;
}

/** Whether the rows of a view are made of what is known, so that what is open below them is brought up to date with them. */
export function isMadeOfKnown({ lists, live }: TreeDefinition): boolean {
  return lists.length > 0 || live !== undefined;
}
