import { createHash } from 'node:crypto';
import { Transform } from 'node:stream';

const block = 512;
/** The places of a ustar header, in bytes: POSIX.1-2017 `pax`, "ustar Interchange Format". */
const nameEnd = 100;
const sizeAt = 124;
const sizeEnd = 136;
const sumAt = 148;
const typeAt = 156;
/** What stands before an entry to say more of it: PAX headers, and the long names of GNU tar. */
const extensions: ReadonlySet<string> = new Set(['x', 'g', 'L', 'K']);

/**
 * The configuration of no container, as Docker up to 24 writes it into the `json` of each layer but the last of an archive
 * (`V1Image` of https://github.com/moby/moby/blob/v20.10.24/image/image.go).
 */
const noConfiguration =
  '{"Hostname":"","Domainname":"","User":"","AttachStdin":false,"AttachStdout":false,"AttachStderr":false,"Tty":false,"OpenStdin":false,"StdinOnce":false,"Env":null,"Cmd":null,"Image":"","Volumes":null,"WorkingDir":"","Entrypoint":null,"OnBuild":null,"Labels":null}';

/**
 * The names under which archives of images keep their lowest layers, by the diff ids of these: `blobs/sha256/…` of Docker 25 on, `….tar` of
 * Podman, and `<id>/layer.tar` of earlier Docker, whose id is made of the layers below (`CreateID` of
 * https://github.com/moby/moby/blob/v20.10.24/image/v1/imagev1.go).
 */
export function archivedLayerNames(diffIds: readonly string[]): ReadonlySet<string> {
  const names = new Set<string>();
  let chain = '';
  let parent = '';
  for (const diffId of diffIds) {
    const hex = diffId.replace(/^sha256:/, '');
    chain = chain === '' ? diffId : sha256(`${chain} ${diffId}`);
    const above = parent === '' ? '' : `,"parent":"${parent}"`;
    parent = sha256(`{"container_config":${noConfiguration},"created":"1970-01-01T00:00:00Z","layer_id":"${chain}"${above}}`);
    for (const name of [`blobs/sha256/${hex}`, `${hex}.tar`, `${parent.slice(7)}/layer.tar`]) names.add(name);
  }
  return names;
}

function sha256(text: string): string {
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
}

/**
 * Passes a tar archive on, with nothing in the entries of these names. An engine that has a layer by its diff id does not read it from the
 * archive; one that has not notices by the digest that it is another one, and refuses the archive.
 */
export function withoutContents(names: ReadonlySet<string>): Transform {
  return new ContentFilter(names);
}

class ContentFilter extends Transform {
  private header = Buffer.alloc(0);
  /** Bytes of the entry that are still to come, and whether they are passed on. */
  private left = 0;
  private passing = true;
  /** The entry before said more of the one that comes, perhaps its size: nothing is changed any more. */
  private untouched = false;

  constructor(private readonly names: ReadonlySet<string>) {
    super({ highWaterMark: 1 << 20 });
  }

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    let offset = 0;
    while (offset < chunk.length && !this.untouched) {
      if (this.left > 0) {
        const end = Math.min(chunk.length, offset + this.left);
        if (this.passing) this.push(chunk.subarray(offset, end));
        this.left -= end - offset;
        offset = end;
      } else {
        const end = Math.min(chunk.length, offset + block - this.header.length);
        this.header = Buffer.concat([this.header, chunk.subarray(offset, end)]);
        offset = end;
        if (this.header.length === block) this.begin();
      }
    }
    if (offset < chunk.length) this.push(chunk.subarray(offset));
    done();
  }

  override _flush(done: () => void): void {
    if (this.header.length > 0) this.push(this.header);
    done();
  }

  private begin(): void {
    const { header } = this;
    this.header = Buffer.alloc(0);
    const size = sizeOf(header);
    if (extensions.has(String.fromCharCode(header[typeAt] ?? 0)) || size === undefined) {
      this.untouched = true;
      this.push(header);
      return;
    }
    this.left = Math.ceil(size / block) * block;
    this.passing = !this.names.has(textOf(header, 0, nameEnd)) || size === 0;
    this.push(this.passing ? header : emptied(header));
  }
}

function textOf(header: Buffer, start: number, end: number): string {
  const text = header.toString('latin1', start, end);
  const zero = text.indexOf('\0');
  return zero < 0 ? text : text.slice(0, zero);
}

/** Undefined for a size that is not written in octal digits, as one beyond 8 GB. */
function sizeOf(header: Buffer): number | undefined {
  const digits = textOf(header, sizeAt, sizeEnd).trim();
  if (digits === '') return 0;
  return /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : undefined;
}

function emptied(header: Buffer): Buffer {
  const changed = Buffer.from(header);
  changed.write('00000000000\0', sizeAt, 'latin1');
  changed.fill(' ', sumAt, sumAt + 8);
  const sum = changed.reduce((total, byte) => total + byte, 0);
  changed.write(`${sum.toString(8).padStart(6, '0')}\0 `, sumAt, 'latin1');
  return changed;
}
