import * as vscode from 'vscode';
import type { Disposable } from '../../core/disposable';
import { t } from '../../core/localize';
import { iconFree, linkFree } from '../../core/untrusted';
import type { MessageAction } from '../../ports';

/**
 * Messages with buttons that stay until they are answered. VS Code takes such a message off the screen after some seconds
 * and keeps it behind its bell, where few look: an entry of the status bar names the last one that is open, and leads there.
 */
export class Offers implements Disposable {
  private readonly open: string[] = [];
  private item: vscode.StatusBarItem | undefined;

  /** Resolves when the message was answered or closed, and what was pressed is done. */
  async show(message: string, actions: readonly MessageAction[]): Promise<void> {
    this.open.push(message);
    this.draw();
    let answer: string | undefined;
    try {
      answer = await vscode.window.showInformationMessage(linkFree(message), ...actions.map(({ title }) => title));
    } finally {
      this.open.splice(this.open.indexOf(message), 1);
      this.draw();
    }
    await actions.find(({ title }) => title === answer)?.run();
  }

  dispose(): void {
    this.item?.dispose();
    this.item = undefined;
  }

  private draw(): void {
    const last = this.open.at(-1);
    if (last === undefined) {
      this.dispose();
      return;
    }
    this.item ??= vscode.window.createStatusBarItem('slipway.offers', vscode.StatusBarAlignment.Left, -51);
    const { item } = this;
    item.name = t('Open Slipway Offers');
    item.text = `$(bell-dot) ${iconFree(last, 48)}`;
    item.tooltip = t('Waiting for your answer: {0}', iconFree(last));
    item.accessibilityInformation = { label: item.tooltip };
    item.command = 'notifications.showList';
    item.show();
  }
}
