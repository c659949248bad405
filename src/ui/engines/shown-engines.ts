import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import { DisposableStore } from '../../core/disposable';
import { Emitter, type Event } from '../../core/emitter';
import { engineKey } from '../../core/files/file-place';
import type { EngineCandidate } from '../../engine/connection/connection';
import type { Engines } from '../../engines';

/** The App of an engine that is not in use. */
export interface OtherEngine extends Disposable {
  readonly app: App;
}

/** What {@link ShownEngines} works with. */
export interface ShownEnginesOptions {
  readonly inUse: () => App;
  /** Makes the App of an engine; nothing is connected to yet. */
  readonly make: (candidate: KnownEngine) => OtherEngine;
}

/** What is kept of an engine from one window to the next. */
export type KnownEngine = Pick<EngineCandidate, 'id' | 'name' | 'address'>;

const stateKey = 'engines.shown';

/** Which engines trees show: ids are kept for this workspace where there are several, and each engine has one App as long as the window is there. */
export class ShownEngines implements Engines<App>, Disposable {
  private readonly owned = new DisposableStore();
  private readonly fired = this.owned.add(new Emitter<undefined>());
  private readonly others = new Map<string, OtherEngine>();
  private kept: readonly KnownEngine[] = [];
  private list: readonly App[] = [];
  private lastInUse: string | undefined;

  readonly onShown: Event<undefined> = this.fired.event;

  constructor(private readonly options: ShownEnginesOptions) {}

  /** Begins, once there is the App of the engine in use. */
  begin(): void {
    const { state, connection } = this.inUse;
    this.kept = keptEngines(state.get(stateKey));
    this.list = [this.inUse];
    // The state of the connection tells its candidate first, which is known before anything was tried.
    this.owned.add(connection.onState(() => this.look()));
  }

  get inUse(): App {
    return this.options.inUse();
  }

  get shown(): readonly App[] {
    return this.list;
  }

  isShown(id: string): boolean {
    return this.list.some(({ identity }) => identity.id === id);
  }

  async show(name: string): Promise<void> {
    const candidate = known(await this.inUse.connection.candidate(name));
    if (this.isShown(candidate.id)) return;
    const first = await this.knownInUse();
    await this.keep([...(this.kept.length > 0 ? this.kept : first), candidate]);
  }

  async hide(id: string): Promise<void> {
    const left = this.list.filter(({ identity }) => identity.id !== id);
    const [next] = left;
    if (left.length === this.list.length || next?.identity.id === undefined) return;
    // Only when the next one answers.
    if (this.inUse.identity.id === id) await this.inUse.connection.use(next.identity.id);
    await this.keep(left.length === 1 ? [] : this.kept.filter((engine) => engine.id !== id));
  }

  async named(name: string): Promise<App> {
    const { inUse } = this;
    const isNamed = ({ id, name: own }: App['identity']): boolean => id === name || own === name;
    if (isNamed(inUse.identity)) return inUse;
    const shown = this.list.find(({ identity }) => isNamed(identity));
    if (shown) return shown;
    const candidate = known(await inUse.connection.candidate(name));
    return candidate.id === inUse.identity.id ? inUse : this.other(candidate);
  }

  withKey(key: string): Promise<App | undefined> {
    for (const engine of this.kept) if (engine.id !== this.inUse.identity.id) this.other(engine);
    const apps = [this.inUse, ...[...this.others.values()].map(({ app }) => app)];
    return Promise.resolve(apps.find(({ identity: { id } }) => id !== undefined && engineKey(id) === key));
  }

  dispose(): void {
    for (const other of this.others.values()) other.dispose();
    this.others.clear();
    this.owned.dispose();
  }

  /** What is shown, for who the engine in use is now. */
  private look(): void {
    const { id } = this.inUse.identity;
    if (id === undefined && this.inUse.connection.state.kind !== 'unreachable') return;
    if (id !== undefined && id !== this.lastInUse && this.kept.length > 0 && !this.kept.some((engine) => engine.id === id)) {
      // One that came into use beside them is shown with them.
      this.lastInUse = id;
      this.knownInUse()
        .then((first) => this.keep([...this.kept, ...first]))
        .catch((error: unknown) => this.inUse.log.error('The engine in use could not be shown with the others', error));
      return;
    }
    this.lastInUse = id;
    this.tell();
  }

  private tell(): void {
    const { inUse, kept } = this;
    const { id } = inUse.identity;
    const others = kept.map((engine) => (engine.id === id ? inUse : this.other(engine)));
    const list = others.includes(inUse) ? others : [inUse, ...others];
    if (list.length === this.list.length && list.every((app, index) => app === this.list[index])) return;
    this.list = list;
    this.fired.fire(undefined);
  }

  private async keep(engines: readonly KnownEngine[]): Promise<void> {
    this.kept = engines;
    await this.inUse.state.set(stateKey, engines);
    this.tell();
  }

  private async knownInUse(): Promise<readonly KnownEngine[]> {
    const { identity, connection } = this.inUse;
    if (identity.id === undefined) return [];
    return [known(await connection.candidate(identity.id))];
  }

  private other(engine: KnownEngine): App {
    const there = this.others.get(engine.id);
    if (there) return there.app;
    const made = this.options.make(engine);
    this.others.set(engine.id, made);
    return made.app;
  }
}

function known({ id, name, address }: EngineCandidate): KnownEngine {
  return { id, name, address };
}

/** What an earlier window has kept: anything. */
function keptEngines(kept: unknown): readonly KnownEngine[] {
  if (!Array.isArray(kept)) return [];
  return kept.flatMap((entry: unknown): readonly KnownEngine[] => {
    const { id, name, address } = (entry ?? {}) as Readonly<Record<string, unknown>>;
    return typeof id === 'string' && typeof name === 'string' && typeof address === 'string' ? [{ id, name, address }] : [];
  });
}
