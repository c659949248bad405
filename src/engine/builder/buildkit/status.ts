import { StringDecoder } from 'node:string_decoder';
import type { Timestamp } from '@bufbuild/protobuf/wkt';
import type { BuildEvent, BuildStep } from '../../../core/build/build-progress';
import { isEndedByOthers } from '../../../core/build/step-state';
import { defined } from '../../../core/records';
import type { StatusResponse, Vertex, VertexStatus, VertexWarning } from './protocol/control_pb';

/** A step that failed, and why. */
export interface FailedStep {
  readonly step: BuildStep;
  readonly error: string;
}

/** What BuildKit tells of a build, as events; each piece of text whole, though characters may come in two. */
export class StatusReader {
  private readonly steps = new Map<string, BuildStep>();
  private readonly decoders = new Map<string, StringDecoder>();
  /** The steps that failed by themselves, in order; others were only ended because of them. */
  readonly failed: FailedStep[] = [];

  constructor(private readonly onEvent: (event: BuildEvent) => void) {}

  add({ vertexes, statuses, logs, warnings }: StatusResponse): void {
    for (const vertex of vertexes) this.addVertex(vertex);
    for (const status of statuses) this.onEvent({ kind: 'transfer', transfer: transferOf(status) });
    for (const { vertex, stream, message } of logs) {
      const text = this.decoder(`${vertex} ${String(stream)}`).write(Buffer.from(message));
      if (text !== '') this.onEvent({ kind: 'output', output: { step: vertex, stream: stream === 2n ? 'error' : 'output', text } });
    }
    for (const warning of warnings) this.onEvent({ kind: 'warning', warning: warningOf(warning) });
  }

  private addVertex(vertex: Vertex): void {
    const step = joined(this.steps.get(vertex.digest), stepOf(vertex));
    this.steps.set(step.id, step);
    const { error } = step;
    if (error !== undefined && !isEndedByOthers(error) && !this.failed.some((failed) => failed.step.id === step.id))
      this.failed.push({ step, error });
    this.onEvent({ kind: 'step', step });
  }

  private decoder(key: string): StringDecoder {
    const known = this.decoders.get(key) ?? new StringDecoder('utf8');
    this.decoders.set(key, known);
    return known;
  }
}

function stepOf({ digest, name, inputs, started, completed, cached, error }: Vertex): BuildStep {
  return {
    id: digest,
    name,
    inputs: [...inputs],
    cached,
    ...defined({ started: time(started), completed: time(completed), error: error === '' ? undefined : error }),
  };
}

/** The builder may work on a step several times (a file that is read by parts): it lasts from the first to the last. */
function joined(before: BuildStep | undefined, now: BuildStep): BuildStep {
  const started = before?.started ?? now.started;
  const goesOn = now.started !== undefined && now.completed === undefined;
  const completed = goesOn ? undefined : (now.completed ?? before?.completed);
  const { id, name, inputs, error } = now;
  return { id, name, inputs, cached: now.cached || (before?.cached ?? false), ...defined({ started, completed, error }) };
}

/** In milliseconds since 1970. */
function time(timestamp: Timestamp | undefined): number | undefined {
  return timestamp && Number(timestamp.seconds) * 1000 + timestamp.nanos / 1e6;
}

function transferOf({ vertex, id, name, current, total, started, completed }: VertexStatus) {
  return {
    step: vertex,
    id,
    name,
    current: Number(current),
    total: Number(total),
    ...defined({ started: time(started), completed: time(completed) }),
  };
}

function warningOf({ short, detail, url, ranges }: VertexWarning) {
  const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString();
  return {
    message: text(short),
    detail: detail.map(text),
    url,
    firstLine: ranges[0]?.start?.line,
    lastLine: ranges.at(-1)?.end?.line,
  };
}
