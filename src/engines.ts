import type { Event } from './core/emitter';

/** What tells an engine from the others, for people, for docker and for VS Code. */
export interface EngineIdentity {
  /** Id of the candidate under which it is found; undefined while that of the engine in use is not known. */
  readonly id: string | undefined;
  /** Name of its docker context or of the well-known product. Untrusted. */
  readonly name: string;
  /** It is the one that is meant where nothing says which. */
  readonly inUse: boolean;
  /** Options with which the docker command line reaches it: `--context build`, `-H unix:///…`; none for the engine in use. */
  readonly dockerOptions: readonly string[];
}

/** The engines side by side. `Context` is the `App` of an engine: with its connection and its lists, and all else in common. */
export interface Engines<Context> {
  /** The one that is meant where nothing says which: what docker itself would use, or was chosen for this window. */
  readonly inUse: Context;
  /** Those that trees show, in their order; the one in use is always among them. */
  readonly shown: readonly Context[];
  /** Fires when others are shown, or another one of them is in use. */
  readonly onShown: Event<undefined>;
  /** Whether trees show the engine with this id of a candidate. */
  isShown(id: string): boolean;
  /** Shows an engine in trees too, in this workspace, by the id of a candidate, a context's name or an address. Throws `notFound`. */
  show(name: string): Promise<void>;
  /** Shows it no more. Where it was in use, the next one is; the last one stays. */
  hide(id: string): Promise<void>;
  /** The engine with this id of a candidate, context name or address, whether trees show it or not. Throws `notFound`. */
  named(name: string): Promise<Context>;
  /** The engine that made the URI of a file, by its `engineKey`; undefined for one that is neither in use nor was ever asked for. */
  withKey(key: string): Promise<Context | undefined>;
}
