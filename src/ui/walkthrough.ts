import * as vscode from 'vscode';
import type { Disposable } from '../core/disposable';
import { doneKey } from '../core/done-key';
import type { WalkthroughStep } from '../walkthrough';

const done = new Set<WalkthroughStep['id']>();

/**
 * The key is true for a moment only: a key that is true already when VS Code registers the steps would never tick one,
 * since it takes it for an event that it has seen.
 */
function tell(id: WalkthroughStep['id']): void {
  const set = (value: boolean): Thenable<unknown> => vscode.commands.executeCommand('setContext', doneKey(id), value);
  void set(true).then(() => set(false));
}

/** Ticks a step of the walkthrough. */
export function tellDone(id: WalkthroughStep['id']): void {
  done.add(id);
  tell(id);
}

/** How long after its tab the page of walkthroughs listens, in milliseconds, with plenty to spare. */
const pagePatience = 2_000;

/**
 * VS Code hears of what was done only once its page of walkthroughs is there, so it is told again when that may have been
 * opened. Such pages are tabs of which extensions are told nothing else.
 */
export function tellWalkthroughAgain(): Disposable {
  let timer: NodeJS.Timeout | undefined;
  const again = (): void => {
    for (const id of done) tell(id);
  };
  const tabs = vscode.window.tabGroups.onDidChangeTabs(({ opened }) => {
    if (!opened.some(({ input }) => input === undefined)) return;
    clearTimeout(timer);
    timer = setTimeout(again, pagePatience);
  });
  return {
    dispose() {
      clearTimeout(timer);
      tabs.dispose();
    },
  };
}
