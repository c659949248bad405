import path from 'node:path';
import type { App } from '../../app';
import type { BuildRequest } from '../../core/build/build-request';
import { t } from '../../core/localize';
import { Emitter, type Event } from '../../core/emitter';
import { Gate } from '../../core/gate';
import { GrowingBytes } from '../../core/growing-bytes';
import type { TerminalStream } from '../../engine/containers/containers';
import { TerminalLines } from '../terminals/terminal-lines';

const interrupt = '\u0003';

/** More than this a terminal does not scroll back, in bytes. */
const mostHeld = 2_000_000;

/** What a build prints, as a terminal that takes no input but Ctrl+C. The last of what came before it was shown is kept. */
export class BuildTerminal implements TerminalStream {
  private readonly data = new Emitter<Uint8Array>();
  private readonly end = new Emitter<number | undefined>();
  private readonly lines = new TerminalLines();
  private readonly gate = new Gate();
  private readonly abort = new AbortController();
  private held: GrowingBytes | undefined = new GrowingBytes();
  private ended = false;

  /** Aborted by Ctrl+C. */
  readonly signal: AbortSignal = this.abort.signal;

  readonly onEnd: Event<number | undefined> = (listener) => {
    if (this.ended) queueMicrotask(() => listener(undefined));
    return this.end.event(listener);
  };

  readonly onData: Event<Uint8Array> = (listener) => {
    const subscription = this.data.event(listener);
    const { held } = this;
    this.held = undefined;
    if (held && held.length > 0) this.data.fire(held.view());
    return subscription;
  };

  /** Prints a piece of text; the next may come when the result has ended. */
  print(text: string): void | Promise<void> {
    const chunk = this.lines.convert(Buffer.from(text));
    if (this.held) {
      this.held.push(chunk);
      this.held.keepLast(mostHeld);
    } else this.data.fire(chunk);
    return this.gate.passed();
  }

  /** Prints a last line; nothing comes after it. */
  finish(text: string): void {
    void this.print(`${this.lines.atLineStart ? '' : '\n'}${text}\n`);
    this.ended = true;
    this.end.fire(undefined);
  }

  write(data: string): void {
    if (data.includes(interrupt)) this.abort.abort();
  }

  flow(wanted: boolean): void {
    this.gate.set(wanted);
  }

  resize(): Promise<void> {
    return Promise.resolve();
  }

  dispose(): void {
    // The build goes on when its terminal is closed: its end is told by the tree and by messages.
    this.held = undefined;
    this.gate.set(true);
  }
}

/** Opens a terminal that shows what is told of the build of `request` that begins next. */
export async function openBuildTerminal(app: App, request: BuildRequest): Promise<BuildTerminal> {
  app.show.requireTerminal(t('Build Image'));
  const terminal = new BuildTerminal();
  const file = request.dockerfile.kind === 'file' ? request.dockerfile.file : request.dockerfile.path;
  let shown = 0;
  const told = new Set<string>();
  terminal.signal.addEventListener('abort', () => app.builds.all.find((build) => build.request === request)?.cancel());
  const subscription = app.builds.onChange((build) => {
    if (build.request !== request) return;
    for (const { step } of build.graph.steps) {
      if (step.started === undefined || told.has(step.id)) continue;
      told.add(step.id);
      void terminal.print(`${step.name}\n`);
    }
    const output = build.graph.steps.flatMap((record) => record.output);
    for (const { text } of output.slice(shown)) void terminal.print(text);
    shown = output.length;
    if (build.state !== 'running') subscription.dispose();
  });
  await app.show.terminal({
    name: t('Build: {0}', request.references?.[0] ?? path.basename(file)),
    icon: 'tools',
    open: () => Promise.resolve(terminal),
    tellsEnd: true,
    reuse: `build ${file}`,
  });
  return terminal;
}
