import * as vscode from 'vscode';
import { type Disposable, DisposableStore } from '../../core/disposable';
import { isCancelled } from '../../core/errors';
import type { PruneOutcome, PrunePageMessage, PrunePageModel, PrunePageWish } from '../../core/prune/page';
import { pruneTitle } from '../../core/prune/reasons';
import type { PruneRequest } from '../../core/prune/request';
import type { Pages } from '../../ports';
import { describeError } from '../present';
import { pageHtml, pageRoots } from './page-html';

type PrunePageRequest = Parameters<Pages['prunePlan']>[0];

/**
 * Host of the prune page. It keeps the plan and the last outcome, because the page itself is thrown away while it is
 * hidden and asks for them when it is back; the user's ticks are in the page's own saved state.
 */
export class PrunePlanPage implements Disposable {
  /** Settles when the page is closed, with all that was removed on it. */
  readonly closed: Promise<PruneOutcome | undefined>;
  private readonly owned = new DisposableStore();
  private readonly panel: vscode.WebviewPanel;
  private model: PrunePageModel;
  private planNumber = 1;
  private busy: PrunePageMessage['busy'];
  private outcome: PruneOutcome | undefined;
  private removedInAll: PruneOutcome | undefined;
  private error: string | undefined;
  private following: Disposable | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private request: PrunePageRequest,
  ) {
    this.model = request.model;
    this.panel = vscode.window.createWebviewPanel('slipway.prunePlan', pruneTitle(request.model.request.subject), vscode.ViewColumn.Active, {
      enableScripts: true,
      localResourceRoots: pageRoots(extension),
    });
    const { webview } = this.panel;
    this.owned.add(webview.onDidReceiveMessage((wish: PrunePageWish) => void this.receive(wish)));
    this.closed = new Promise((resolve) => {
      this.owned.add(
        this.panel.onDidDispose(() => {
          this.owned.dispose();
          resolve(this.removedInAll);
        }),
      );
    });
    this.follow();
    webview.html = pageHtml(webview, this.extension, 'prune-plan');
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
      this.show();
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
        this.show();
      }),
    );
  }

  private async receive(wish: PrunePageWish): Promise<void> {
    switch (wish.kind) {
      case 'ready':
        this.show();
        return;
      case 'plan':
        await this.attempt('planning', () => this.plan(wish.request));
        return;
      case 'remove':
        await this.attempt('removing', () => this.remove(wish.items));
    }
  }

  private async plan(request: PruneRequest): Promise<void> {
    this.outcome = undefined;
    this.setModel(await this.request.plan(request));
  }

  private async remove(items: readonly string[]): Promise<void> {
    // Only what the page was shown can be wished for.
    const listed = new Set(this.model.plan.items.map(({ key }) => key));
    const outcome = await this.request.remove(
      items.filter((key) => listed.has(key)),
      this.model.request,
    );
    this.outcome = outcome;
    this.removedInAll = together(this.removedInAll, outcome);
    this.setModel(await this.request.plan(this.model.request));
  }

  /** One wish at a time; what goes wrong is said on the page. */
  private async attempt(busy: NonNullable<PrunePageMessage['busy']>, work: () => Promise<void>): Promise<void> {
    if (this.busy) return;
    this.busy = busy;
    this.error = undefined;
    this.show();
    try {
      await work();
    } catch (error) {
      if (!isCancelled(error)) this.error = describeError(error).message;
    } finally {
      this.busy = undefined;
      this.show();
    }
  }

  private setModel(model: PrunePageModel): void {
    this.model = model;
    this.planNumber++;
  }

  private show(): void {
    const message: PrunePageMessage = {
      kind: 'show',
      model: this.model,
      planNumber: this.planNumber,
      ...(this.outcome ? { outcome: this.outcome } : {}),
      ...(this.error === undefined ? {} : { error: this.error }),
      ...(this.busy ? { busy: this.busy } : {}),
      translations: translations(),
      language: vscode.env.language,
    };
    // A page that is hidden or closed does not listen; it asks when it is back.
    void this.panel.webview.postMessage(message).then(undefined, () => undefined);
  }
}

/** VS Code's own bundle for the language, from which the page translates; empty in English. */
function translations(): Readonly<Record<string, string>> {
  const entries = Object.entries((vscode.l10n.bundle ?? {}) as Readonly<Record<string, unknown>>);
  return Object.fromEntries(entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'));
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
