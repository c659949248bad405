import { plainAnsiLine } from '../../../core/ansi-spans';
import type { BuildEvent, BuildStep, StepTransfer } from '../../../core/build/build-progress';
import { defined } from '../../../core/records';
import { type JsonObject, object, text } from '../../json/json';
import type { BuildCalls } from '../builder';

/** So much of what begins a step is looked at, in characters. */
const longestStep = 65_536;
const mostLayers = 2_000;

/** What the classic builder says, in order, as steps. */
export class BuildSteps {
  /** The last step that began, as the builder says it: `Step 3/5 : RUN make`. */
  step = '';
  imageId = '';
  private current: BuildStep | undefined;
  private count = 0;
  private readonly pulling = new Map<string, string>();
  private readonly transfers = new Map<string, StepTransfer>();

  constructor(
    private readonly calls: Pick<BuildCalls, 'onEvent' | 'onProgress'>,
    /** Podman's own endpoint tells the image by its bare id, last of all. */
    private readonly tellsBareId = false,
    private readonly now: () => number = Date.now,
  ) {}

  add(line: JsonObject): void {
    const id = text(object(line['aux'])['ID']);
    if (id !== '') this.imageId = id;
    const output = text(line['stream']);
    if (output !== '') this.addOutput(output);
    const status = text(line['status']);
    if (status !== '') this.addStatus(text(line['id']), status, object(line['progressDetail']));
  }

  /** Nothing comes after it; `error` is why the step failed. */
  end(error?: string): void {
    if (this.current && this.current.completed === undefined) this.tell({ ...this.current, completed: this.now(), ...defined({ error }) });
  }

  private addOutput(output: string): void {
    const words = output.slice(0, longestStep);
    const [said, stage, number, of, instruction] = /^(?:\[(\d+)\/\d+\] )?step (\d+)\/(\d+) ?: ([^\n\r\u2028\u2029]*)/im.exec(words) ?? [];
    if (said !== undefined)
      this.begin(
        said.trim(),
        `[${stage === undefined ? '' : `stage-${String(Number(stage) - 1)} `}${number ?? ''}/${of ?? ''}] ${instruction ?? ''}`,
      );
    else if (!isRemark(words)) this.print(output);
    if (/^ ?-+> Using cache/m.test(words) && this.current) this.tell({ ...this.current, cached: true });
    const bare = this.tellsBareId ? /^[0-9a-f]{64}$/.exec(words.trim())?.[0] : undefined;
    if (bare !== undefined) this.imageId = bare;
    const built = /^Successfully built ([0-9a-f]{12,64})$/m.exec(words)?.[1];
    if (built !== undefined && this.imageId === '') this.imageId = built;
  }

  private begin(said: string, name: string): void {
    this.end();
    const inputs = this.current ? [this.current.id] : [];
    this.step = said;
    this.count += 1;
    this.tell({ id: `step ${String(this.count)}`, name, inputs, started: this.now(), cached: false });
    this.calls.onProgress?.({ message: said });
  }

  private tell(step: BuildStep): void {
    this.current = step;
    this.send({ kind: 'step', step });
  }

  private print(output: string): void {
    if (this.current === undefined) this.begin('', '[internal]');
    this.send({ kind: 'output', output: { step: this.current?.id ?? '', stream: 'output', text: output } });
  }

  private send(event: BuildEvent): void {
    this.calls.onEvent(event);
  }

  /** Pulling a base image: each layer's words once, its bytes as a transfer. */
  private addStatus(id: string, status: string, { current, total }: JsonObject): void {
    if (id !== '' && typeof current === 'number' && current >= 0) {
      this.transfer(id, status, current, typeof total === 'number' ? total : 0);
      return;
    }
    if (this.pulling.get(id) === status) return;
    // No base image has so many layers.
    if (this.pulling.size > mostLayers) this.pulling.clear();
    this.pulling.set(id, status);
    const open = this.transfers.get(id);
    if (open && /^(?:pull|download) complete$/i.test(status)) this.tellTransfer({ ...open, current: open.total, completed: this.now() });
    this.print(`${id === '' ? '' : `${id}: `}${status}\n`);
  }

  private transfer(id: string, name: string, current: number, total: number): void {
    if (this.current === undefined) this.begin('', '[internal]');
    const known = this.transfers.get(id);
    if (!known && this.transfers.size >= mostLayers) return;
    // A layer that is unpacked begins once more.
    const started = known?.name === name ? known.started : this.now();
    this.tellTransfer({ step: this.current?.id ?? '', id, name, current, total: Math.max(total, current), ...defined({ started }) });
  }

  private tellTransfer(transfer: StepTransfer): void {
    this.transfers.set(transfer.id, transfer);
    this.send({ kind: 'transfer', transfer });
  }
}

/** What the builder says of containers and images of its own: ` ---> Running in 4c01db0b339c`, `--> 4c01db0b339`. */
function isRemark(words: string): boolean {
  const said = plainAnsiLine(words.trim());
  return /^(?:-{2,3}> (?:Running in )?[0-9a-f]{8,64}|(?:-{2,3}> )?Remov(?:ed|ing) intermediate container [0-9a-f]{8,64})$/.test(said);
}
