import { setMaxListeners } from 'node:events';
import type { App } from '../../app';
import type { Disposable } from '../../core/disposable';
import type { LogLine } from '../../core/logs/log-line';
import { LogSplitter } from '../../core/logs/log-splitter';
import { SeenLines } from '../../core/logs/seen-lines';
import type { Engine } from '../../engine/engine';
import type { LogChunk } from '../../engine/containers/containers';
import { FollowedLog, type LogRequest } from './followed-log';

/** Who hears of the lines of a log. */
export interface LogListener {
  line(line: LogLine): void;
  /** Something that happened to the container or on the way, as a sentence. */
  seam(text: string): void;
  /** All that came at once is told. */
  told(): void;
}

/** The lines of the log of one container, each once: what it has written, and what it writes over restarts of its own and of the engine. */
export class LogSource implements Disposable {
  private readonly seen = new SeenLines();
  private splitters = splitters();
  /** Lines that were told while it is followed. */
  private taken = 0;
  private followed: FollowedLog | undefined;

  constructor(
    private readonly app: App,
    private readonly container: string,
    private readonly request: LogRequest,
    private readonly listener: LogListener,
  ) {}

  /** What was written so far. To be called before {@link follow}, or not at all. */
  async *history(engine: Engine, signal: AbortSignal): AsyncGenerator<readonly LogLine[], void> {
    for await (const lines of linesOfLog(engine, this.container, this.request, signal)) {
      yield lines.filter((line) => this.seen.take(line, line.stream));
    }
  }

  /** Goes on for as long as the container is there, with what was not told yet. */
  follow(): void {
    if (this.followed) return;
    this.followed = new FollowedLog(this.app, this.container, {
      request: this.next(),
      resume: () => Promise.resolve(this.next()),
      take: (chunk) => this.take(chunk),
      ended: () => {
        this.splitters.stdout.flush((line) => this.line(line));
        this.splitters.stderr.flush((line) => this.line(line));
        this.splitters = splitters();
        this.listener.told();
      },
      remark: (text) => this.seam(text),
      finish: (text) => this.seam(text),
    });
    this.followed.start();
  }

  dispose(): void {
    this.followed?.dispose();
  }

  /** What is asked for so that nothing is missed. */
  private next(): LogRequest {
    const since = this.seen.resume();
    return since === undefined ? this.request : { timestamps: true, since };
  }

  private take({ stream, data }: LogChunk): boolean {
    const before = this.taken;
    this.splitters[stream].push(data, (line) => this.line(line));
    if (this.taken > before) this.listener.told();
    return this.taken > before;
  }

  private line(line: LogLine): void {
    if (!this.seen.take(line, line.stream)) return;
    this.taken++;
    this.listener.line(line);
  }

  private seam(text: string): void {
    this.listener.seam(text);
    this.listener.told();
  }
}

/** The lines of a log that is not followed; what they hold stays as it is. */
export async function* linesOfLog(
  engine: Engine,
  container: string,
  request: LogRequest,
  signal: AbortSignal,
): AsyncGenerator<readonly LogLine[], void> {
  const parts = splitters();
  // Many logs are read at once, and each hears of the end.
  setMaxListeners(0, signal);
  const chunks = await engine.containers.logs(container, { ...request, follow: false, signal });
  let lines: LogLine[] = [];
  const keep = (line: LogLine): void => void lines.push({ ...line, bytes: line.bytes.slice() });
  for await (const { stream, data } of chunks) {
    parts[stream].push(data, keep);
    if (lines.length < linesAtOnce) continue;
    yield lines;
    lines = [];
  }
  parts.stdout.flush(keep);
  parts.stderr.flush(keep);
  if (lines.length > 0) yield lines;
}

const linesAtOnce = 256;

function splitters(): { readonly stdout: LogSplitter; readonly stderr: LogSplitter } {
  return { stdout: new LogSplitter('stdout'), stderr: new LogSplitter('stderr') };
}
