import { t } from '../../core/localize';
import type { ReportProgress } from '../../core/progress';
import { type JsonObject, number, object, text } from '../json/json';

type Phase = 'waiting' | 'transfer' | 'transferred' | 'extracting' | 'done';

interface Layer {
  phase: Phase;
  current: number;
  total: number;
  extracted: number;
  extractTotal: number;
}

const interval = 100;
/** No image has so many layers; what an engine tells of more is not looked at. */
const mostLayers = 2_000;

/**
 * Sums the engine's progress lines over all layers of a pull or push and reports at most every 100 ms: bytes moved of
 * all bytes known so far, then bytes extracted.
 */
export class LayerProgress {
  private readonly layers = new Map<string, Layer>();
  private reported = 0;

  constructor(
    private readonly direction: 'pull' | 'push' | 'load',
    private readonly report: ReportProgress | undefined,
    private readonly now: () => number = Date.now,
  ) {}

  /** Takes one line of the stream. */
  add(line: JsonObject): void {
    const id = text(line.id);
    const status = text(line.status);
    if (!/^[0-9a-f]{12,128}$/.test(id) || (this.layers.size >= mostLayers && !this.layers.has(id))) return;
    const layer = this.layers.get(id) ?? { phase: 'waiting', current: 0, total: 0, extracted: 0, extractTotal: 0 };
    this.layers.set(id, layer);
    update(layer, status, object(line.progressDetail));
    if (this.report && this.now() - this.reported >= interval) {
      this.reported = this.now();
      this.report(this.summary());
    }
  }

  private summary(): { message: string; current: number; total: number } {
    const layers = [...this.layers.values()];
    const moving = layers.filter((layer) => layer.phase === 'waiting' || layer.phase === 'transfer').length;
    if (moving > 0 || this.direction !== 'pull') {
      return {
        message: this.message(moving, layers.length),
        current: sum(layers, (layer) => layer.current),
        total: sum(layers, (layer) => layer.total),
      };
    }
    const left = layers.filter((layer) => layer.phase !== 'done').length;
    return {
      message: t('Extracting {0} of {1} layers', left, layers.length),
      current: sum(layers, (layer) => layer.extracted),
      total: sum(layers, (layer) => layer.extractTotal),
    };
  }

  private message(moving: number, all: number): string {
    if (this.direction === 'push') return t('Uploading {0} of {1} layers', moving, all);
    if (this.direction === 'load') return t('Loading {0} of {1} layers', moving, all);
    return t('Downloading {0} of {1} layers', moving, all);
  }
}

function sum(layers: readonly Layer[], pick: (layer: Layer) => number): number {
  return layers.reduce((total, layer) => total + pick(layer), 0);
}

function update(layer: Layer, status: string, detail: JsonObject): void {
  const total = number(detail.total);
  const current = number(detail.current);
  if (/^(?:Downloading|Pushing|Copying|Loading)/.test(status)) {
    layer.phase = 'transfer';
    if (total > 0) layer.total = total;
    // The engine compresses while it pushes and may send more than it announced.
    layer.current = layer.total > 0 ? Math.min(current, layer.total) : current;
  } else if (/^(?:Download complete|Verifying Checksum)/.test(status)) {
    layer.phase = 'transferred';
    layer.current = layer.total;
    layer.extractTotal = Math.max(layer.extractTotal, layer.total);
  } else if (status.startsWith('Extracting')) {
    layer.phase = 'extracting';
    layer.current = layer.total;
    // The containerd store tells seconds here, without a total.
    if (total > 0) {
      layer.extractTotal = total;
      layer.extracted = current;
    }
  } else if (/^(?:Pull complete|Pushed|Layer already exists|Already exists|Mounted from)/.test(status)) {
    layer.phase = 'done';
    layer.current = layer.total;
    layer.extracted = layer.extractTotal;
  }
}
