import { existsSync } from 'node:fs';
import * as path from 'node:path';
import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import { dialogFilters, dialogKind, withoutAddedEnding } from '../../files/dialog-endings';
import { portableFileName } from '../../files/file-names';
import { localPathOf } from '../../files/local-paths';
import type { HostEnvironment } from '../../engine/contexts/host-environment';
import { iconFree, linkFree, oneLine, plainLines } from '../../core/untrusted';
import { back, type Ask, type AskOptions, type Back, type Choice, type InputMode, type InputOptions, type Remark } from '../../ports';
import { suggest } from './suggest';
import { defined } from '../../core/records';

interface Item<T> extends vscode.QuickPickItem {
  readonly value?: T;
}

function cancelled(title: string): Error {
  return failure('cancelled', { operation: title });
}

function items<T>(choices: readonly Choice<T>[]): readonly Item<T>[] {
  const result: Item<T>[] = [];
  let section: string | undefined;
  for (const choice of choices) {
    if (choice.section !== undefined && choice.section !== section) {
      section = choice.section;
      result.push({ label: oneLine(section), kind: vscode.QuickPickItemKind.Separator });
    }
    result.push({
      label: iconFree(choice.label),
      ...(choice.description !== undefined && { description: iconFree(choice.description) }),
      ...(choice.detail !== undefined && { detail: iconFree(choice.detail) }),
      ...(choice.icon !== undefined && { iconPath: new vscode.ThemeIcon(choice.icon) }),
      ...defined({ picked: choice.picked }),
      value: choice.value,
    });
  }
  return result;
}

function dress(box: vscode.QuickPick<vscode.QuickPickItem> | vscode.InputBox, options: AskOptions): void {
  box.title = oneLine(options.title);
  if (options.placeholder !== undefined) box.placeholder = oneLine(options.placeholder);
  box.ignoreFocusOut = true;
  if (!options.step) return;
  box.step = options.step.step;
  box.totalSteps = options.step.of;
  if (options.step.step > 1) box.buttons = [vscode.QuickInputButtons.Back];
}

const severities: Readonly<Record<Remark['severity'], vscode.InputBoxValidationSeverity>> = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  information: vscode.InputBoxValidationSeverity.Info,
};

function pick<T, Result>(
  choices: readonly Choice<T>[] | Promise<readonly Choice<T>[]>,
  options: AskOptions,
  many: boolean,
  result: (selected: readonly Item<T>[]) => Result | undefined,
): Promise<Result | Back> {
  const owned = new DisposableStore();
  const box = owned.add(vscode.window.createQuickPick<Item<T>>());
  dress(box, options);
  box.canSelectMany = many;
  box.matchOnDescription = true;
  box.matchOnDetail = true;
  return new Promise<Result | Back>((resolve, reject) => {
    const fill = (list: readonly Choice<T>[]): void => {
      if (list.length === 0) box.placeholder = oneLine(options.none ?? t('There is nothing to choose from'));
      box.items = items(list);
      if (many) box.selectedItems = box.items.filter(({ picked }) => picked);
      box.busy = false;
    };
    if (Array.isArray(choices)) fill(choices as readonly Choice<T>[]);
    else {
      box.busy = true;
      (choices as Promise<readonly Choice<T>[]>).then(fill, (error: unknown) => {
        reject(error instanceof Error ? error : new Error(String(error)));
        box.hide();
      });
    }
    owned.add(
      box.onDidAccept(() => {
        const chosen = result(many ? box.selectedItems : box.activeItems.slice(0, 1));
        if (chosen === undefined) return;
        resolve(chosen);
        box.hide();
      }),
    );
    owned.add(
      box.onDidTriggerButton(() => {
        resolve(back);
        box.hide();
      }),
    );
    owned.add(box.onDidHide(() => reject(cancelled(options.title))));
    box.show();
  }).finally(() => owned.dispose());
}

function input(options: InputOptions): Promise<string | Back> {
  const owned = new DisposableStore();
  const box = owned.add(vscode.window.createInputBox());
  dress(box, options);
  box.prompt = linkFree(options.prompt);
  box.value = options.value ?? '';
  if (options.cursor !== undefined) box.valueSelection = [options.cursor, options.cursor];
  box.password = options.password ?? false;
  const check = (): Remark | undefined => {
    const remark = options.check?.(box.value);
    box.validationMessage = remark ? { message: linkFree(remark.message), severity: severities[remark.severity] } : undefined;
    return remark;
  };
  return new Promise<string | Back>((resolve, reject) => {
    owned.add(box.onDidChangeValue(check));
    owned.add(
      box.onDidAccept(() => {
        if (check()?.severity === 'error') return;
        resolve(box.value);
        box.hide();
      }),
    );
    const { mode } = options;
    if (mode) showMode(box, mode);
    owned.add(
      box.onDidTriggerButton((button) => {
        if (mode && button !== vscode.QuickInputButtons.Back) {
          mode.next();
          showMode(box, mode);
          check();
          return;
        }
        resolve(back);
        box.hide();
      }),
    );
    owned.add(box.onDidHide(() => reject(cancelled(options.title))));
    // Nothing is wrong with a box in which nothing was typed yet.
    if (box.value !== '') check();
    box.show();
  }).finally(() => owned.dispose());
}

function showMode(box: vscode.InputBox, mode: InputMode): void {
  const others = box.buttons.filter((button) => button === vscode.QuickInputButtons.Back);
  box.buttons = [...others, { iconPath: new vscode.ThemeIcon(mode.icon), tooltip: oneLine(mode.label()) }];
}

type AskHost = Pick<HostEnvironment, 'platform' | 'homeDirectory'>;
type Filters = Readonly<Record<string, readonly string[]>>;

/** Filters for the dialog that VS Code opens here. */
function filtersFor(filters: Filters, saves: boolean, platform: NodeJS.Platform): Record<string, string[]> {
  const remote = vscode.env.remoteName !== undefined || vscode.env.uiKind === vscode.UIKind.Web;
  const simple = vscode.workspace.getConfiguration('files').get<boolean>('simpleDialog.enable', false);
  return dialogFilters(filters, dialogKind(platform, { remote, simple }), { saves, all: t('Archives') });
}

/** Of this computer: a workspace of another scheme has a path too, but none that is here. */
function startFolder({ platform, homeDirectory }: AskHost): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.find(({ uri }) => localPathOf(uri, platform) !== undefined);
  return folder?.uri ?? vscode.Uri.file(homeDirectory);
}

/** A dialog can show files of other schemes too, such as those of a repository that is only looked at. */
function localPath(uri: vscode.Uri, platform: NodeJS.Platform): string {
  const file = localPathOf(uri, platform);
  if (file !== undefined) return file;
  throw failure('invalidInput', {
    field: 'file',
    value: uri.toString(),
    reason: t('It is not a file of this computer. Choose one that is.'),
  });
}

function modal(message: string, detail: string | undefined): [string, vscode.MessageOptions] {
  return [plainLines(message), { modal: true, ...(detail !== undefined && { detail: plainLines(detail) }) }];
}

/** A name in the folder that is proposed, whatever it was made of. */
function fileName(name: string): string {
  const base = oneLine(path.posix.basename(name.replaceAll('\\', '/')));
  const ending = /(?:\.tar)?\.\w{1,8}$/.exec(base)?.[0] ?? '';
  return portableFileName(base.slice(0, base.length - ending.length), ending);
}

/** Questions through VS Code's quick inputs and dialogs. */
export function createAsk(host: AskHost): Ask {
  return {
    choose: (choices, options) => pick(choices, options, false, ([item]) => item?.value),
    chooseMany: (choices, options) =>
      pick(choices, options, true, (selected) => selected.flatMap(({ value }) => (value === undefined ? [] : [value]))),
    input,
    suggest,
    async confirm(message, action, detail) {
      const answer = await vscode.window.showWarningMessage(...modal(message, detail), action);
      if (answer !== action) throw cancelled(message);
    },
    async decide(message, actions, detail) {
      const answer = await vscode.window.showWarningMessage(...modal(message, detail), ...actions);
      if (answer === undefined) throw cancelled(message);
      return answer;
    },
    async saveFile({ title, defaultName, filters }) {
      const uri = await vscode.window.showSaveDialog({
        title,
        defaultUri: vscode.Uri.joinPath(startFolder(host), fileName(defaultName)),
        filters: filtersFor(filters, true, host.platform),
      });
      if (!uri) throw cancelled(title);
      const file = localPath(uri, host.platform);
      const plain = withoutAddedEnding(file);
      // The dialog has asked about the name that it gives, and about no other.
      return plain === file || existsSync(plain) ? file : plain;
    },
    async saveDocument({ title, uri }) {
      // VS Code's own dialog: the editor goes on with the file, and proposes a name by the language.
      const saved = await vscode.workspace.save(vscode.Uri.parse(uri, true));
      if (!saved) throw cancelled(title);
      return saved.toString();
    },
    async openFiles({ title, filters, many }) {
      const uris = await vscode.window.showOpenDialog({
        title,
        canSelectMany: many,
        defaultUri: startFolder(host),
        filters: filtersFor(filters, false, host.platform),
      });
      if (!uris || uris.length === 0) throw cancelled(title);
      return uris.map((uri) => localPath(uri, host.platform));
    },
    async openFolder({ title, start }) {
      const defaultUri = start === undefined ? startFolder(host) : vscode.Uri.file(start);
      const [uri] =
        (await vscode.window.showOpenDialog({
          title,
          openLabel: t('Choose Folder'),
          canSelectFiles: false,
          canSelectFolders: true,
          defaultUri,
        })) ?? [];
      if (!uri) throw cancelled(title);
      return localPath(uri, host.platform);
    },
  };
}
