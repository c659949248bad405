import type { App } from '../../app';
import type { LogsPageModel } from '../../core/logs/logs-page';
import { OpenLog } from './open-log';

/** The logs that pages show, by the numbers that their models have: what a wish is fulfilled on. */
class OpenLogs {
  private readonly logs = new Map<number, OpenLog>();
  private last = 0;

  nextNumber(): number {
    this.last++;
    return this.last;
  }

  /** Begins to read; ended by the page's host. */
  open(app: App, model: LogsPageModel): OpenLog {
    const log = new OpenLog(app, model, () => this.logs.delete(model.log));
    this.logs.set(model.log, log);
    return log;
  }

  find(number: number): OpenLog | undefined {
    return this.logs.get(number);
  }
}

export const openLogs = new OpenLogs();
