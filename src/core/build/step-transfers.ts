import { t } from '../localize';
import { formatBytes } from '../sizes';
import type { StepTransfer } from './build-progress';

/** What is moved within a step, all of it together. In bytes. */
export interface MovedBytes {
  readonly current: number;
  /** 0 where it is not known of one that still goes on. */
  readonly total: number;
}

/** The transfers of a step in one; undefined where nothing with a size is moved. */
export function movedBytes(transfers: readonly StepTransfer[]): MovedBytes | undefined {
  let current = 0;
  let total = 0;
  let known = true;
  for (const transfer of transfers) {
    current += transfer.current;
    total += Math.max(transfer.total, transfer.current);
    if (transfer.total === 0 && transfer.completed === undefined && transfer.current > 0) known = false;
  }
  return current === 0 && total === 0 ? undefined : { current, total: known ? total : 0 };
}

/** `12MB of 40MB`, or what has been moved so far. */
export function formatMoved({ current, total }: MovedBytes): string {
  return total > current ? t('{0} of {1}', formatBytes(current), formatBytes(total)) : formatBytes(current);
}
