import { type Disposable, DisposableStore } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import { type PruneOutcome, type PrunePageMessage, type PrunePageModel, type PrunePageWish, prunePageWish } from '../../core/prune/page';
import { pruneTitle } from '../../core/prune/reasons';
import type { PruneRequest } from '../../core/prune/request';
import type { Pages } from '../../ports';
import { describeError } from '../present';
import { PageChannel } from './page-channel';
import type { PagePanel, Panels } from './panel';

type PrunePageRequest = Parameters<Pages['prunePlan']>[0];

/**
 * Host of the prune page. It keeps the plan and the last outcome, because the page itself is thrown away while it is
 * hidden and asks for them when it is back; the user's ticks are in the page's own saved state.
 */
export class PrunePlanPage implements Disposable {
  /** Settles when the page is closed, with all that was removed on it. */
  readonly closed: Promise<PruneOutcome | undefined>;
  private readonly owned = new DisposableStore();
  private readonly panel: PagePanel;
  private readonly channel: PageChannel<PrunePageWish>;
  private model: PrunePageModel;
  private planNumber = 1;
  private busy: PrunePageMessage['busy'];
  private outcome: PruneOutcome | undefined;
  private removedInAll: PruneOutcome | undefined;
  private error: string | undefined;
  private following: Disposable | undefined;

  constructor(
    private readonly panels: Panels,
    private request: PrunePageRequest,
  ) {
    this.model = request.model;
    this.panel = panels.open({ page: 'prune-plan', viewType: 'slipway.prunePlan', title: pruneTitle(request.model.request.subject) });
    this.channel = this.owned.add(
      new PageChannel<PrunePageWish>({
        panel: this.panel,
        // Only what the page was shown can be wished for.
        read: (message) => prunePageWish(message, this.model),
        receive: (wish) => void this.receive(wish),
        message: () => this.message(),
      }),
    );
    this.closed = new Promise((resolve) => {
      this.owned.add(
        this.panel.onClose(() => {
          this.owned.dispose();
          resolve(this.removedInAll);
        }),
      );
    });
    this.follow();
  }

  /** Brings the page to the front with a new plan. */
  reopen(request: PrunePageRequest): Promise<PruneOutcome | undefined> {
    this.panel.reveal();
    if (this.busy !== 'removing') {
      this.request = request;
      this.follow();
      this.setModel(request.model);
      this.outcome = undefined;
      this.error = undefined;
      this.channel.show();
    }
    return this.closed;
  }

  dispose(): void {
    this.panel.dispose();
  }

  private follow(): void {
    this.following?.dispose();
    this.following = this.owned.add(
      this.request.onModel((model) => {
        if (this.busy) return;
        this.setModel(model);
        this.channel.show();
      }),
    );
  }

  private async receive(wish: PrunePageWish): Promise<void> {
    if (wish.kind === 'plan') await this.attempt('planning', () => this.plan(wish.request));
    else if (wish.kind === 'remove') await this.attempt('removing', () => this.remove(wish.items));
  }

  private async plan(request: PruneRequest): Promise<void> {
    this.outcome = undefined;
    this.setModel(await this.request.plan(request));
  }

  private async remove(items: readonly string[]): Promise<void> {
    const outcome = await this.request.remove(items, this.model.request);
    this.outcome = outcome;
    this.removedInAll = together(this.removedInAll, outcome);
    this.setModel(await this.request.plan(this.model.request));
  }

  /** One wish at a time; what goes wrong is said on the page. */
  private async attempt(busy: NonNullable<PrunePageMessage['busy']>, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = busy;
    this.error = undefined;
    this.channel.show();
    try {
      await work();
    } catch (error) {
      if (!isCancelled(error)) this.error = describeError(error).message;
    } finally {
      this.busy = undefined;
      this.channel.show();
    }
  }

  private setModel(model: PrunePageModel): void {
    this.model = model;
    this.planNumber++;
  }

  private message(): PrunePageMessage {
    return {
      kind: 'show',
      model: this.model,
      planNumber: this.planNumber,
      ...(this.outcome ? { outcome: this.outcome } : {}),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.busy ? { busy: this.busy } : {}),
      ...this.panels.language(),
    };
  }
}

function together(before: PruneOutcome | undefined, now: PruneOutcome): PruneOutcome {
  if (!before) return now;
  return {
    removed: [...before.removed, ...now.removed],
    refused: [...before.refused, ...now.refused],
    untouched: [...before.untouched, ...now.untouched],
    freedBytes: before.freedBytes + now.freedBytes,
    upperBound: before.upperBound || now.upperBound,
    unknownSizes: before.unknownSizes + now.unknownSizes,
    stopped: before.stopped || now.stopped,
    ...((now.interrupted ?? before.interrupted) !== undefined && { interrupted: now.interrupted ?? before.interrupted ?? '' }),
  };
}
