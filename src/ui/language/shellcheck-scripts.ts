import * as vscode from 'vscode';
import { DisposableStore } from '../../core/disposable';
import { Emitter } from '../../core/emitter';
import { SlipwayError } from '../../core/errors';
import type { Finding } from '../../dockerfile/finding';
import { shellCheckFindings, shellCheckTasks, type ShellCheckTask } from '../../dockerfile/shellcheck';
import { Suppression } from '../../dockerfile/suppression';
import type { HostEnvironment } from '../../engine/contexts/host-environment';
import type { Log, SettingValues } from '../../ports';
import type { Checked } from './checked';
import { ShellCheckProgram } from './shellcheck-program';
import type { SlowCheck } from './slow-checks';

/** More scripts than this in one file are not read. */
const mostScripts = 200;

/** The scripts of RUN, read by the user's `shellcheck` where it is installed and the workspace is trusted. */
export class ShellCheckScripts implements SlowCheck {
  private readonly owned = new DisposableStore();
  private readonly changed = this.owned.add(new Emitter<void>());
  private readonly program: ShellCheckProgram;
  /** After a failure it is left alone until the setting changes. */
  private failed = false;

  readonly onChange = this.changed.event;

  constructor(
    private readonly settings: SettingValues,
    private readonly log: Log,
    host: HostEnvironment,
  ) {
    this.program = new ShellCheckProgram(host);
    const again = (): void => {
      this.failed = false;
      this.changed.fire();
    };
    this.owned.add(vscode.workspace.onDidGrantWorkspaceTrust(again));
    this.owned.add(
      settings.onChange((changed) => {
        if (changed('lint.shellcheck')) again();
      }),
    );
  }

  async find(_document: vscode.TextDocument, { file, configuration }: Checked, signal: AbortSignal): Promise<readonly Finding[]> {
    if (this.failed || !vscode.workspace.isTrusted || this.settings.get('lint.shellcheck') === 'off') return [];
    const tasks = shellCheckTasks(file).slice(0, mostScripts);
    const program = tasks.length === 0 ? undefined : await this.program.find();
    if (program === undefined) return [];
    const suppression = new Suppression(file, configuration);
    const found = await Promise.all(
      tasks.map(async (task) => shellCheckFindings(file, task, await this.check(program, task, signal), suppression, configuration)),
    );
    return found.flat();
  }

  dispose(): void {
    this.owned.dispose();
  }

  private async check(program: string, { shell, script }: ShellCheckTask, signal: AbortSignal): ReturnType<ShellCheckProgram['check']> {
    if (this.failed) return [];
    try {
      return await this.program.check(program, shell, script.text, signal);
    } catch (error) {
      if (SlipwayError.details(error, 'limitExceeded'))
        this.log.error('shellcheck says too much about one script, which is left alone', error);
      else if (!signal.aborted) this.fail(error);
      return [];
    }
  }

  private fail(error: unknown): void {
    if (!this.failed) this.log.error('shellcheck cannot be used', error);
    this.failed = true;
  }
}
