import type { Writable } from 'node:stream';
import { once } from 'node:events';
import type { App } from '../../app';
import { failure } from '../../core/errors';
import { t } from '../../core/localize';
import type { LogLine } from '../../core/logs/log-line';
import { plainText } from '../../core/logs/log-store';
import { type LogTime, millisecondsOf } from '../../core/logs/log-stamp';
import { timeText } from '../../core/logs/log-time-text';
import type { LogsPageModel, LogTimes, SavedLines } from '../../core/logs/logs-page';
import { oneLine } from '../../core/untrusted';
import { writeWhole } from '../../files/atomic-file';
import { portableFileName } from '../../files/file-names';
import { linesOfLog } from './log-source';
import { requestOf } from './log-session';
import { mergeLines } from './merge-lines';
import { openLogs } from './open-logs';

const linesAtOnce = 2_000;

/** Writes the lines that a page shows, or all that the engine has kept of its range, where the user wants them. */
export async function saveLog(app: App, model: LogsPageModel, what: SavedLines, times: LogTimes): Promise<void> {
  const [first] = model.containers;
  const name = model.project ?? first?.name ?? 'container';
  const file = await app.ask.saveFile({
    title: t('Save Log'),
    defaultName: portableFileName(name.replace(/[^\w.-]+/g, '_'), '.log'),
    filters: { [t('Log')]: ['log', 'txt'] },
  });
  const count = await app.progress.run(t('Saving the log to {0}', oneLine(file)), async (_report, signal) => {
    let written = 0;
    const saved = writeWhole(
      file,
      async (sink) => {
        const lines = new LineWriter(sink, model, times);
        await (what === 'shown' ? writeShown(model, lines, signal) : writeEverything(app, model, lines, signal));
        written = await lines.end();
      },
      () => signal.throwIfAborted(),
    );
    await saved.catch((error: unknown) => {
      throw signal.aborted ? failure('cancelled', { operation: 'logs' }, error) : error;
    });
    return written;
  });
  app.show.status(t('Saved {0} lines to {1}', count, oneLine(file)));
}

async function writeShown({ log }: LogsPageModel, lines: LineWriter, signal: AbortSignal): Promise<void> {
  const open = openLogs.find(log);
  if (!open) return;
  const { store, view } = open;
  for (const number of view.numbers()) {
    signal.throwIfAborted();
    const { source, stream } = store.factsOf(number);
    const text = stream === 'seam' ? `— ${store.textOf(number)}` : plainText(store.textOf(number));
    await lines.write(store.timeOf(number), source, text);
  }
}

async function writeEverything(app: App, { containers, range }: LogsPageModel, lines: LineWriter, signal: AbortSignal): Promise<void> {
  const engine = await app.connection.engine(signal);
  const request = requestOf({ since: range.since, until: range.until });
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const logs = containers.map(({ id }) => linesOfLog(engine, id, request, signal));
  await mergeLines<LogLine>(logs, (line, source) => lines.write(line, source, plainText(decoder.decode(line.bytes))));
  // A log that was cut off by Cancel ends quietly.
  signal.throwIfAborted();
}

/** Lines as they are shown, with their times and names where those are. */
class LineWriter {
  private readonly names: readonly string[];
  private waiting: string[] = [];
  private count = 0;

  constructor(
    private readonly sink: Writable,
    { containers }: LogsPageModel,
    private readonly times: LogTimes,
  ) {
    const width = Math.max(...containers.map(({ name }) => name.length));
    this.names = containers.length > 1 ? containers.map(({ name }) => `${oneLine(name).padEnd(width)} | `) : [];
  }

  write(time: LogTime, source: number, text: string): Promise<void> | undefined {
    const before = this.times === 'none' ? '' : `${timeText(millisecondsOf(time), time.nanoseconds, this.times === 'utc')} `;
    this.waiting.push(`${before}${this.names[source] ?? ''}${text}\n`);
    this.count++;
    return this.waiting.length < linesAtOnce ? undefined : this.flush();
  }

  /** Gives how many lines were written. */
  async end(): Promise<number> {
    await this.flush();
    const finished = once(this.sink, 'finish');
    this.sink.end();
    await finished;
    return this.count;
  }

  private async flush(): Promise<void> {
    const text = this.waiting.join('');
    this.waiting = [];
    if (!this.sink.write(text)) await once(this.sink, 'drain');
  }
}
