import * as vscode from 'vscode';
import { t } from '../../core/localize';
import type { ProgressReport } from '../../core/progress';
import { formatBytes } from '../../core/sizes';
import { linkFree } from '../../core/untrusted';
import type { Progress } from '../../ports';

/** Shorter work shows no bar. */
const delayMilliseconds = 400;
/** The bar is drawn at most this often. */
const drawMilliseconds = 100;

function words({ message, current, total, estimated }: ProgressReport): string {
  return [message, current === undefined ? '' : bytesOf(current, total, estimated)].filter(Boolean).join(' — ');
}

function bytesOf(current: number, total: number | undefined, estimated = false): string {
  if (total === undefined || total <= 0) return formatBytes(current);
  return estimated
    ? t('{0} of about {1}', formatBytes(current), formatBytes(total))
    : t('{0} of {1}', formatBytes(current), formatBytes(total));
}

/** Work with a notification that appears after 400 ms and whose Cancel aborts the signal. */
export const progress: Progress = {
  async run(title, work) {
    const controller = new AbortController();
    let latest: ProgressReport = {};
    let draw: (() => void) | undefined;
    let drawn = 0;
    const running = work((report) => {
      latest = report;
      if (Date.now() - drawn < drawMilliseconds) return;
      drawn = Date.now();
      draw?.();
    }, controller.signal);
    const settled = running.then(
      () => undefined,
      () => undefined,
    );
    const timer = setTimeout(() => {
      void vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: linkFree(title), cancellable: true },
        async (bar, token) => {
          token.onCancellationRequested(() => controller.abort());
          let percent = 0;
          draw = () => {
            const { current, total } = latest;
            const now = current !== undefined && total !== undefined && total > 0 ? Math.min(100, (current / total) * 100) : percent;
            bar.report({ message: linkFree(words(latest)), increment: Math.max(0, now - percent) });
            percent = Math.max(percent, now);
          };
          draw();
          await settled;
        },
      );
    }, delayMilliseconds);
    try {
      return await running;
    } finally {
      clearTimeout(timer);
    }
  },
};
