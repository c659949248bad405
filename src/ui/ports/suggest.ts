import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { failure } from '../../core/errors';
import { iconFree, oneLine } from '../../core/untrusted';
import { back, type Ask, type Suggestion } from '../../ports';

interface Item extends vscode.QuickPickItem {
  readonly suggestion?: Suggestion;
}

/** While somebody types nothing is asked for. */
const typingMilliseconds = 150;

/** A quick pick whose items follow what is typed; the first item is the text itself when it can be an answer. */
export const suggest: Ask['suggest'] = (options) => {
  const owned = new DisposableStore();
  const box = owned.add(vscode.window.createQuickPick<Item>());
  box.title = oneLine(options.title);
  box.placeholder = oneLine(options.placeholder ?? options.prompt);
  box.ignoreFocusOut = true;
  box.keepScrollPosition = true;
  box.value = options.value ?? '';
  if (options.step) {
    box.step = options.step.step;
    box.totalSteps = options.step.of;
    if (options.step.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
  }
  let asking = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  /** What was made active here, and by nobody else. */
  let preset: string | undefined;
  const show = (suggestions: readonly Suggestion[]): void => {
    const chosen = box.activeItems.find((item) => box.items.includes(item))?.suggestion?.value;
    const typed = typedItem(options.check, box.value);
    const proposed = itemsOf(suggestions);
    box.items = [...typed.items, ...proposed];
    // What somebody has moved to stays chosen when more comes; a text that is no answer is never what is meant.
    const moved = chosen !== undefined && chosen !== preset;
    const active = proposed.find(({ suggestion }) => suggestion && (moved ? suggestion.value === chosen : typed.wrong));
    preset = moved ? undefined : active?.suggestion?.value;
    if (active) box.activeItems = [active];
  };
  const ask = async (text: string): Promise<void> => {
    asking.abort();
    const { signal } = (asking = new AbortController());
    box.busy = true;
    const early = (suggestions: readonly Suggestion[]): void => {
      if (!signal.aborted) show(suggestions);
    };
    const suggestions = await options.suggest(text, signal, early).catch((): readonly Suggestion[] | undefined => undefined);
    if (signal.aborted) return;
    box.busy = false;
    if (suggestions) show(suggestions);
  };
  return new Promise<string | typeof back>((resolve, reject) => {
    owned.add(
      box.onDidChangeValue((text) => {
        clearTimeout(timer);
        asking.abort();
        show([]);
        timer = setTimeout(() => void ask(text), typingMilliseconds);
      }),
    );
    owned.add(
      box.onDidAccept(() => {
        // Who types and confirms at once means the text, though the item of an earlier text is still the active one.
        const suggestion = box.activeItems.find((item) => box.items.includes(item))?.suggestion;
        if (suggestion?.goesOn) {
          box.value = suggestion.value;
          void ask(suggestion.value);
          return;
        }
        const answer = suggestion?.value ?? box.value;
        if (!suggestion && options.check?.(answer)?.severity === 'error') return;
        resolve(answer);
        box.hide();
      }),
    );
    owned.add(
      box.onDidTriggerButton(() => {
        resolve(back);
        box.hide();
      }),
    );
    owned.add(box.onDidHide(() => reject(failure('cancelled', { operation: options.title }))));
    void ask(box.value);
    box.show();
  }).finally(() => {
    clearTimeout(timer);
    asking.abort();
    owned.dispose();
  });
};

/** What stands in the box as an item, with the remark on it. */
function typedItem(
  check: Parameters<Ask['suggest']>[0]['check'],
  text: string,
): { readonly items: readonly Item[]; readonly wrong: boolean } {
  if (text.trim() === '') return { items: [], wrong: false };
  const remark = check?.(text);
  const wrong = remark?.severity === 'error';
  const iconPath = new vscode.ThemeIcon(wrong ? 'error' : 'arrow-right');
  return { items: [{ label: iconFree(text), ...(remark ? { detail: iconFree(remark.message) } : {}), iconPath, alwaysShow: true }], wrong };
}

function itemsOf(suggestions: readonly Suggestion[]): readonly Item[] {
  const result: Item[] = [];
  let section: string | undefined;
  for (const suggestion of suggestions) {
    const { label, description, detail, icon } = suggestion;
    if (suggestion.section !== undefined && suggestion.section !== section) {
      section = suggestion.section;
      result.push({ label: oneLine(section), kind: vscode.QuickPickItemKind.Separator });
    }
    result.push({
      label: iconFree(label),
      ...(description !== undefined && { description: iconFree(description) }),
      ...(detail !== undefined && { detail: iconFree(detail) }),
      ...(icon !== undefined && { iconPath: new vscode.ThemeIcon(icon) }),
      // What was found for a text need not contain it.
      alwaysShow: true,
      suggestion,
    });
  }
  return result;
}
