import type { App } from '../../app';
import { type Disposable, DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import type { PrunePageModel } from '../../core/prune/page';
import type { PruneRequest } from '../../core/prune/request';
import { planPrune } from './planned';

/** Events come in bursts: the plan is made anew when none has come for so long, in milliseconds. */
const quiet = 400;

/** Kinds of events after which a plan may not be true any more. */
const telling = new Set(['container', 'image', 'volume', 'network', 'builder']);

/**
 * The plan behind an open page. It begins with what the lists alone tell, fills in the bytes that only the layers tell, and
 * is made anew when the engine says that something has changed, or when another engine is in use.
 */
export class LivePlan implements Disposable {
  private readonly owned = new DisposableStore();
  private readonly models = this.owned.add(new Emitter<PrunePageModel>());
  private readonly closing = new AbortController();
  private timer: NodeJS.Timeout | undefined;
  private held = false;
  private turn = 0;

  /** Fires with each newer plan. */
  readonly onModel = this.models.event;

  constructor(
    private readonly app: App,
    private shown: PrunePageModel,
  ) {
    const { connection } = app;
    this.owned.add(connection.watch());
    this.owned.add(connection.onReset(() => this.later()));
    this.owned.add(
      connection.onEvent(({ type, action }) => {
        if (telling.has(type) && !action.startsWith('exec_') && action !== 'top' && action !== 'attach') this.later();
      }),
    );
    this.owned.add({ dispose: () => this.closing.abort() });
    if (shown.counting) this.soon(shown.request, false);
  }

  get model(): PrunePageModel {
    return this.shown;
  }

  /** Plans for another request; what is known of the layers by then is in it. */
  async plan(request: PruneRequest): Promise<PrunePageModel> {
    const turn = ++this.turn;
    clearTimeout(this.timer);
    const model = await planPrune(this.app, request, { fast: true });
    if (turn === this.turn) this.shown = model;
    if (model.counting && !this.closing.signal.aborted) this.soon(request, false);
    return model;
  }

  /** While something is removed its events are its own, and a plan is made afterwards in any case. */
  async without<T>(work: () => Promise<T>): Promise<T> {
    this.held = true;
    this.turn++;
    clearTimeout(this.timer);
    try {
      return await work();
    } finally {
      this.held = false;
    }
  }

  dispose(): void {
    clearTimeout(this.timer);
    this.owned.dispose();
  }

  private later(): void {
    if (this.held) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.soon(this.shown.request, true), quiet);
  }

  /** Makes a plan behind the page: from the lists first where something `changed`, then with the bytes. */
  private soon(request: PruneRequest, changed: boolean): void {
    const turn = ++this.turn;
    const make = async (): Promise<void> => {
      if (changed) await this.tell(turn, planPrune(this.app, request, { fast: true, signal: this.closing.signal }));
      if (turn === this.turn && (!changed || this.shown.counting)) await this.tell(turn, planPrune(this.app, request, { signal: this.closing.signal }));
    };
    make().catch((error: unknown) => {
      // The page keeps what it shows; a removal looks at each row once more before it goes.
      if (!this.closing.signal.aborted) this.app.log.error('prune plan', error);
    });
  }

  private async tell(turn: number, planning: Promise<PrunePageModel>): Promise<void> {
    const model = await planning;
    if (turn !== this.turn || this.closing.signal.aborted) return;
    const changed = this.shown.changed === true || !isAlike(model, this.shown);
    this.shown = { ...model, ...(changed ? { changed } : {}) };
    this.models.fire(this.shown);
  }
}

/** Whether two plans list the same rows, for the same engine. */
function isAlike(one: PrunePageModel, other: PrunePageModel): boolean {
  const rows = ({ plan }: PrunePageModel): string => plan.items.map(({ key, needs }) => [key, ...needs].join(' ')).sort().join('\n');
  return one.engine === other.engine && rows(one) === rows(other);
}
