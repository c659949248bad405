import type { App } from '../app';
import type { Disposable } from '../core/disposable';
import type { Event } from '../core/emitter';

/** Kinds of rows. A command names the kinds on which it works. */
export const nodeKinds = [
  'action',
  'build',
  'buildOutput',
  'buildStage',
  'buildStep',
  'container',
  'containerChange',
  'containerChanges',
  'containerDetail',
  'containerDetails',
  'containerGroup',
  'containerReadings',
  'danglingImages',
  'engine',
  'file',
  'image',
  'imageGroup',
  'imageRunConfiguration',
  'layer',
  'message',
  'network',
  'networkAttachment',
  'registry',
  'registryMore',
  'registryRepository',
  'registryTag',
  'repository',
  'runConfiguration',
  'runConfigurationGroup',
  'shownEngine',
  'volume',
  'volumeFile',
] as const;
export type NodeKind = (typeof nodeKinds)[number];

/** Facts about a row that decide which commands it offers. */
export const nodeFlags = [
  'away',
  'built',
  'builtin',
  'copyable',
  'current',
  'dangling',
  'differs',
  'document',
  'ended',
  'failed',
  'failedRun',
  'folder',
  'hasFile',
  'hasOutput',
  'hasPorts',
  'inFile',
  'inUse',
  'loggedIn',
  'masked',
  'ofContainers',
  'ofImages',
  'ofNetworks',
  'ofVolumes',
  'outdated',
  'paused',
  'port',
  'removable',
  'revealed',
  'running',
  'shown',
  'stopped',
  'tagged',
  'top',
] as const;
export type NodeFlag = (typeof nodeFlags)[number];

/** What a row shows. All texts may hold untrusted names: the adapter treats them as plain text. */
export interface NodeView {
  readonly label: string;
  /** One line, dimmed, after the label. */
  readonly description?: string;
  /** Codicon name and theme colour. */
  readonly icon: string;
  readonly iconColor?: string;
  /** What a screen reader says: name, kind and state in words. */
  readonly accessibleLabel: string;
  readonly flags?: readonly NodeFlag[];
  readonly expandable?: 'collapsed' | 'expanded';
  /** Command run when the row is clicked; only for rows that are actions themselves. */
  readonly command?: { readonly id: string; readonly title: string; readonly arguments?: readonly unknown[] };
}

/** A row: its kind, its stable id (unique in its view; never a state, a time or a name that changes) and its data. */
export interface Node<Data = unknown> {
  readonly kind: NodeKind;
  readonly id: string;
  readonly data: Data;
}

/** A row that is open in a view on screen. */
export interface OpenRow {
  /** The rows below it. */
  readonly rows: readonly Node[];
  /** Gives one of them newer data. */
  readonly show: (node: Node) => void;
  /** Fires with one of them that the pointer rests on, or that is selected: it and its neighbours are in sight. */
  readonly onLook: Event<Node>;
}

export interface NodeDefinition<Data> {
  readonly kind: NodeKind;
  /** Part of the id after the kind. */
  readonly id: (data: Data) => string;
  readonly view: (data: Data) => NodeView;
  /** Markdown; made when the pointer rests on the row, until `signal` says that it does no more. Names must be escaped with `core/untrusted`. */
  readonly tooltip?: (data: Data, app: App, signal?: AbortSignal) => string | Promise<string>;
  /** What the tooltip tells is true for a moment: it is made anew when the pointer comes back. */
  readonly momentary?: (data: Data) => boolean;
  /** Rows below. May ask a registry; lists of the engine come from the inventory at once. */
  readonly children?: (data: Data, app: App, signal: AbortSignal) => readonly Node[] | Promise<readonly Node[]>;
  /** Begins what goes on while the row is open; disposed when it is folded, hidden or read again. */
  readonly whileOpen?: (open: OpenRow, app: App) => Disposable;
  /** A row whose verbs this one has too, as the only tag of a repository. */
  readonly standsFor?: (data: Data) => Node | undefined;
  /** The rows below are dear to make and never looked for when a row is to be revealed. */
  readonly childrenOnlyWhenOpened?: boolean;
  /** Whether a row of this id may be below; of those that say no nothing is made to look for it. */
  readonly mayHold?: (data: Data, nodeId: string) => boolean;
  /** The rows below are read from elsewhere than the engine's lists, and stay as they are until somebody asks to read them again. */
  readonly childrenAreRead?: boolean;
  /** What happens with files that are dropped on the row: the command, called in the user's name with these answers and `uris`. */
  readonly drop?: (
    data: Data,
  ) => { readonly command: `slipway.${string}`; readonly answers: Readonly<Record<string, unknown>> } | undefined;
  /** What a row stands for that is dragged onto another engine: references or ids of images. */
  readonly dragged?: (data: Data) => readonly string[];
  /** The engine that a row is about which does not stand below one, as `EngineInformation.id`. */
  readonly engine?: (data: Data) => string;
  /** The file or folder of VS Code's that a row is: it has its icon and letter, and a file without a `command` opens when the row is clicked. */
  readonly resource?: (data: Data, app: App) => { readonly uri: string; readonly folder: boolean };
}

/** A definition with its data type closed over, as the tree adapter keeps it. */
export interface NodeType<Data> extends NodeDefinition<Data> {
  /** Makes a row of this kind. */
  readonly make: (data: Data) => Node<Data>;
  /** True for rows of this kind. */
  readonly is: (node: Node) => node is Node<Data>;
}

const definitions = new Map<NodeKind, NodeType<never>>();

/** Defines one kind of row. */
export function defineNode<Data>(definition: NodeDefinition<Data>): NodeType<Data> {
  const type: NodeType<Data> = {
    ...definition,
    make: (data) => ({ kind: definition.kind, id: `${definition.kind}/${definition.id(data)}`, data }),
    is: (node): node is Node<Data> => node.kind === definition.kind,
  };
  definitions.set(definition.kind, type as unknown as NodeType<never>);
  return type;
}

/** A row and the one that it stands for, that one first: its verbs are the closer ones. */
export function facesOf(node: Node): readonly Node[] {
  const other = nodeType(node).standsFor?.(node.data);
  return other === undefined ? [node] : [other, node];
}

/** Kind and flags of a row, which may show what is `shown`, and of the one that it stands for, as `when` clauses of the manifest see them: `;image;inUse;tagged;`. */
export function contextValue(node: Node, shown?: NodeView): string {
  const viewOf = (face: Node): NodeView => (face === node && shown ? shown : nodeType(face).view(face.data));
  const words = facesOf(node).flatMap((face) => [face.kind, ...(viewOf(face).flags ?? [])]);
  return `;${[...new Set(words)].join(';')};`;
}

/** The definition behind a row. */
export function nodeType(node: Node): NodeType<unknown> {
  const type = definitions.get(node.kind);
  if (!type) throw new Error(`No node of kind ${node.kind} is defined`);
  return type as unknown as NodeType<unknown>;
}
