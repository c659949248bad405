import type { BuilderKind, BuildEvent, BuildStep, BuildWarning, SentFile, StepOutput, StepTransfer } from './build-progress';

/** So much of what one step prints is kept, and of all steps together, in UTF-16 units; the last counts. */
const keptOutput = { step: 262_144, build: 4_194_304 };
/** Of so many pieces of one step the further ones are put together, up to this, in UTF-16 units. */
const manyPieces = 1_000;
const joinedOutput = 4_096;
/** No Dockerfile makes so many; the builder is not asked to prove it. */
const mostSteps = 5_000;
const mostTransfers = 2_000;
const mostWarnings = 1_000;
const mostFiles = 10_000;

/** A step with what belongs to it. */
export interface StepRecord {
  readonly step: BuildStep;
  readonly transfers: readonly StepTransfer[];
  readonly output: readonly StepOutput[];
  /** True when the beginning of its output is not kept any more. */
  readonly cut: boolean;
}

interface OpenRecord {
  step: BuildStep;
  transfers: Map<string, StepTransfer>;
  output: StepOutput[];
  length: number;
  cut: boolean;
}

/** What is known of one build: its steps in the order in which they were told, each with its output. Grows by events, within bounds. */
export class BuildGraph {
  /** Undefined until the builder has been chosen. */
  builder: BuilderKind | undefined;
  private readonly records = new Map<string, OpenRecord>();
  private readonly told: BuildWarning[] = [];
  private readonly sent: SentFile[] = [];
  private length = 0;
  private skew: number | undefined;

  /** How far the clock of the builder, by which steps tell their times, is behind that of this machine, in milliseconds. */
  get clockSkew(): number {
    return this.skew ?? 0;
  }

  get steps(): readonly StepRecord[] {
    return [...this.records.values()].map((record) => ({ ...record, transfers: [...record.transfers.values()] }));
  }

  /** The files of the context that were sent, the first ones of very many. */
  get files(): readonly SentFile[] {
    return this.sent;
  }

  get warnings(): readonly BuildWarning[] {
    return this.told;
  }

  step(id: string): StepRecord | undefined {
    const record = this.records.get(id);
    return record && { ...record, transfers: [...record.transfers.values()] };
  }

  /** `received`: when it was told, in milliseconds since 1970. */
  add(event: BuildEvent, received = Date.now()): void {
    if (event.kind === 'builder') this.builder = event.builder;
    else if (event.kind === 'step') this.addStep(event.step, received);
    else if (event.kind === 'transfer') this.addTransfer(event.transfer);
    else if (event.kind === 'output') this.addOutput(event.output);
    else if (event.kind === 'warning') {
      if (this.told.length < mostWarnings) this.told.push(event.warning);
    } else if (this.sent.length < mostFiles) this.sent.push(event.file);
  }

  private addStep(step: BuildStep, received: number): void {
    // What was told the fastest tells it best.
    if (step.started !== undefined) this.skew = Math.min(this.skew ?? Infinity, received - step.started);
    const known = this.records.get(step.id);
    if (known) known.step = step;
    else if (this.records.size < mostSteps) this.records.set(step.id, { step, transfers: new Map(), output: [], length: 0, cut: false });
  }

  private addTransfer(transfer: StepTransfer): void {
    const transfers = this.records.get(transfer.step)?.transfers;
    if (transfers && (transfers.has(transfer.id) || transfers.size < mostTransfers)) transfers.set(transfer.id, transfer);
  }

  private addOutput(output: StepOutput): void {
    const record = this.records.get(output.step);
    if (!record) return;
    const piece = output.text.length > keptOutput.step ? { ...output, text: output.text.slice(-keptOutput.step) } : output;
    record.cut ||= piece !== output;
    const last = record.output.at(-1);
    // The pieces of a program that prints letter by letter would be more than can be moved along.
    const isJoined = record.output.length >= manyPieces && last?.stream === piece.stream;
    if (isJoined && last.text.length + piece.text.length <= joinedOutput)
      record.output[record.output.length - 1] = { ...last, text: last.text + piece.text };
    else record.output.push(piece);
    record.length += piece.text.length;
    this.length += piece.text.length;
    while (record.length > keptOutput.step) this.dropFirst(record);
    while (this.length > keptOutput.build) {
      const longest = [...this.records.values()].reduce((one, other) => (other.length > one.length ? other : one));
      this.dropFirst(longest);
    }
  }

  private dropFirst(record: OpenRecord): void {
    const first = record.output.shift();
    if (first === undefined) return;
    record.cut = true;
    record.length -= first.text.length;
    this.length -= first.text.length;
  }
}
