import { Transform, type TransformCallback } from 'node:stream';
import { GrowingBytes } from '../../core/growing-bytes';
import { jsonExcess } from '../../core/json-excess';
import { exceeded } from '../../core/limit-exceeded';
import { type LimitName, limits } from '../../core/limits';
import { nameCost } from '../../core/tar-entries';
import { list, object, parseJson, text, texts } from '../json/json';

const block = 512;

/**
 * Passes an image archive through and fails at its end with `incomplete` when a file that its `manifest.json` names is
 * not in it. The containerd image store (seen with 26.1 and 28.5) writes such an archive, with status 200, for an image
 * that was pulled while another held its layers unpacked. Reads headers only; names longer than a header are not needed.
 * Fails with `limitExceeded` when there is more of them than is taken into memory.
 */
export class ArchiveCheck extends Transform {
  private readonly names = new Set<string>();
  private readonly header = Buffer.alloc(block);
  private headerLength = 0;
  /** Bytes of the current file that are still to come, and of the padding after it. */
  private content = 0;
  private padding = 0;
  private collecting = false;
  private readonly manifest = new GrowingBytes();
  private namesCost = 0;
  private excess: LimitName | undefined;

  constructor(
    /** Who sends the archive, for errors. */
    private readonly from: string,
    private readonly incomplete: (missing: readonly string[]) => Error,
  ) {
    super({ highWaterMark: 1 << 20 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    let offset = 0;
    while (offset < chunk.length && this.excess === undefined) offset += this.consume(chunk.subarray(offset));
    if (this.excess === undefined) done(null, chunk);
    else done(exceeded(this.excess, this.from));
  }

  override _flush(done: TransformCallback): void {
    const manifest = this.manifest.view();
    const excess = jsonExcess(manifest);
    if (excess !== undefined) {
      done(exceeded(excess, this.from));
      return;
    }
    const wanted = list(parseJson(Buffer.from(manifest).toString('utf8')))
      .map(object)
      .flatMap((image) => [text(image.Config), ...texts(image.Layers)]);
    const missing = wanted.filter((name) => !this.names.has(name));
    done(missing.length > 0 ? this.incomplete(missing) : null);
  }

  private consume(rest: Buffer): number {
    if (this.content > 0) {
      const taken = rest.subarray(0, this.content);
      if (this.collecting) this.manifest.push(taken);
      this.content -= taken.length;
      return taken.length;
    }
    if (this.padding > 0) {
      const skipped = Math.min(this.padding, rest.length);
      this.padding -= skipped;
      return skipped;
    }
    const taken = Math.min(block - this.headerLength, rest.length);
    rest.copy(this.header, this.headerLength, 0, taken);
    this.headerLength += taken;
    if (this.headerLength === block) this.readHeader();
    return taken;
  }

  private readHeader(): void {
    this.headerLength = 0;
    const name = this.field(0, 100);
    if (name === '') return;
    const prefix = this.field(257, 263).startsWith('ustar') ? this.field(345, 500) : '';
    const path = prefix === '' ? name : `${prefix}/${name}`;
    this.names.add(path);
    this.namesCost += nameCost(path);
    if (this.namesCost > limits.archiveNames.most) this.excess = 'archiveNames';
    this.content = this.size();
    this.padding = (block - (this.content % block)) % block;
    this.collecting = path === 'manifest.json';
    if (this.collecting && this.content + this.manifest.length > limits.archiveIndex.most) this.excess = 'archiveIndex';
  }

  private field(start: number, end: number): string {
    const bytes = this.header.subarray(start, end);
    const zero = bytes.indexOf(0);
    return bytes.subarray(0, zero < 0 ? bytes.length : zero).toString('utf8');
  }

  /** Octal digits, or for 8 GB and more the base-256 form. */
  private size(): number {
    if ((this.header[124] ?? 0) < 0x80) return Number.parseInt(this.field(124, 136).trim() || '0', 8);
    return Number(this.header.readBigUInt64BE(128));
  }
}
