import { GrowingBytes } from './growing-bytes';
import { type LimitName, limits } from './limits';
import { own, defined } from './records';
import { withoutTrailingSlashes } from './trailing';

/** One entry of a tar archive, with its content when it was wanted and small. */
export interface TarEntry {
  /** Path as a reader of the archive sees it: long names resolved. */
  readonly name: string;
  /** Bytes of the content; 0 for links and directories. */
  readonly size: number;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  /** Only for what {@link TarEntries} was asked to keep. */
  readonly content?: Uint8Array;
}

const block = 512;
/** Extended headers are names and numbers; anything longer than this is no honest archive. */
const longestExtension = 1 << 20;

type Phase =
  | { readonly kind: 'header' }
  | { readonly kind: 'content'; readonly entry: Omit<TarEntry, 'content'>; readonly role: Role; readonly kept: GrowingBytes | undefined };
type Role = 'entry' | 'pax' | 'longName' | 'ignored';

/** What an entry takes in memory besides its name, in bytes, about. */
const entryCost = 200;

/** What the name of a file in an archive counts, of the limit `archiveNames`. */
export function nameCost(name: string): number {
  return name.length + entryCost;
}

/** How much of the contents that are wanted is taken into memory. */
export interface KeptContents {
  readonly each: LimitName;
  readonly all: LimitName;
  /** What of a content is kept in the end; undefined for nothing, a limit when it goes beyond one. */
  readonly reduce?: (content: Uint8Array) => Uint8Array | LimitName | undefined;
}

/**
 * Reads the headers of a tar archive that is passed by in pieces; contents go by uncopied. Understands ustar prefixes,
 * PAX paths and sizes, GNU long names and base-256 numbers. Sources: POSIX.1-2017 `pax`, the GNU tar manual ("Basic Tar
 * Format"). Never throws: what is no archive has no entries and is not {@link complete}.
 */
export class TarEntries {
  private readonly found = new Map<string, TarEntry>();
  private header = new Uint8Array(block);
  private headerLength = 0;
  private phase: Phase = { kind: 'header' };
  /** Bytes of content, and then of padding, still to come. */
  private content = 0;
  private padding = 0;
  private zeroBlocks = 0;
  private broken = false;
  private position = 0;
  private next: { name?: string; size?: number } = {};
  private names = 0;
  private contents = 0;
  private overLimit: LimitName | undefined;

  /**
   * `keep` says of which entries the content is wanted; it is held in memory. Without `listed` only the form of the
   * archive is looked at, and {@link entries} stays empty: a whole file system has more names than are worth keeping.
   */
  constructor(
    private readonly keep: (entry: Omit<TarEntry, 'content'>) => boolean = () => false,
    private readonly listed = true,
    private readonly kept: KeptContents = { each: 'archiveIndexes', all: 'archiveIndexes' },
  ) {}

  /** The limit that the archive goes beyond; what comes afterwards is not read. */
  get excess(): LimitName | undefined {
    return this.overLimit;
  }

  /** Entries so far by name; a later one of the same name replaces the earlier, as on unpacking. */
  get entries(): ReadonlyMap<string, TarEntry> {
    return this.found;
  }

  /** True when the archive ended as it must: after whole entries, with an empty block. */
  get complete(): boolean {
    return !this.broken && this.zeroBlocks > 0;
  }

  /**
   * Where the archive cannot be read on, in bytes from its beginning; asked for at its end, also where it is cut off.
   * `entry` is what the cut goes through, when it is no header. `undefined` for an archive of whole entries.
   */
  get damage(): { readonly offset: number; readonly entry: string | undefined } | undefined {
    if (this.broken) return { offset: this.position - block, entry: undefined };
    if (this.phase.kind === 'content') return { offset: this.position, entry: this.phase.entry.name };
    return this.headerLength > 0 && this.zeroBlocks === 0 ? { offset: this.position, entry: undefined } : undefined;
  }

  /** The next piece of the archive, of any length. */
  push(chunk: Uint8Array): void {
    let offset = 0;
    while (offset < chunk.length && !this.broken && this.overLimit === undefined) {
      const taken = this.phase.kind === 'header' ? this.takeHeader(chunk, offset) : this.takeContent(chunk, offset);
      offset += taken;
      this.position += taken;
    }
  }

  private takeHeader(chunk: Uint8Array, offset: number): number {
    const length = Math.min(block - this.headerLength, chunk.length - offset);
    this.header.set(chunk.subarray(offset, offset + length), this.headerLength);
    this.headerLength += length;
    if (this.headerLength === block) {
      this.headerLength = 0;
      this.readHeader();
    }
    return length;
  }

  private readHeader(): void {
    const { header } = this;
    if (header.every((byte) => byte === 0)) {
      this.zeroBlocks++;
      return;
    }
    // Some archives are followed by others or by filling; only the first end counts.
    if (this.zeroBlocks > 0) return;
    if (checksum(header) !== readNumber(header, 148, 8)) {
      this.broken = true;
      return;
    }
    const flag = String.fromCharCode(header[156] ?? 0);
    const role = own(roles, flag) ?? 'entry';
    const type = own(types, flag) ?? 'file';
    const named = role === 'entry' ? this.next : {};
    const size = named.size ?? readNumber(header, 124, 12);
    if (!Number.isSafeInteger(size) || size < 0 || (role !== 'entry' && size > longestExtension)) {
      this.broken = true;
      return;
    }
    const stored = type === 'link' || type === 'directory' ? 0 : size;
    const entry = { name: named.name ?? headerName(header), size: stored, type };
    if (role === 'entry') this.next = {};
    const wanted = role === 'pax' || role === 'longName' || (role === 'entry' && this.keep(entry));
    if (wanted && role === 'entry') this.count('contents', stored);
    this.phase = { kind: 'content', entry, role, kept: wanted ? new GrowingBytes() : undefined };
    this.content = stored;
    this.padding = (block - (stored % block)) % block;
    if (stored === 0) this.finishEntry();
  }

  private takeContent(chunk: Uint8Array, offset: number): number {
    const available = chunk.length - offset;
    if (this.content > 0) {
      const length = Math.min(this.content, available);
      if (this.phase.kind === 'content') this.phase.kept?.push(chunk.subarray(offset, offset + length));
      this.content -= length;
      if (this.content === 0 && this.padding === 0) this.finishEntry();
      return length;
    }
    const length = Math.min(this.padding, available);
    this.padding -= length;
    if (this.padding === 0) this.finishEntry();
    return length;
  }

  private finishEntry(): void {
    if (this.phase.kind !== 'content') return;
    const { entry, role, kept } = this.phase;
    this.phase = { kind: 'header' };
    const content = kept?.view();
    if (role === 'pax' && content) this.next = { ...this.next, ...readPax(content) };
    else if (role === 'longName' && content) this.next = { ...this.next, name: untilNul(content) };
    else if (role === 'entry' && this.listed) {
      const name = withoutTrailingSlashes(entry.name.replace(/^(?:\.\/)+/, ''));
      this.count('names', nameCost(name));
      const reduced = content && this.reduced(content);
      this.found.set(name, { ...entry, name, ...defined({ content: reduced }) });
    }
  }

  private count(what: 'names' | 'contents', amount: number): void {
    this[what] += amount;
    if (what === 'names') {
      if (this.names > limits.archiveNames.most) this.overLimit = 'archiveNames';
    } else if (amount > limits[this.kept.each].most) this.overLimit = this.kept.each;
    else if (this.contents > limits[this.kept.all].most) this.overLimit = this.kept.all;
  }

  private reduced(content: Uint8Array): Uint8Array | undefined {
    const { reduce } = this.kept;
    const result = reduce ? reduce(content) : content;
    if (typeof result === 'string') this.overLimit = result;
    const kept = typeof result === 'string' ? undefined : result?.slice();
    this.contents -= content.length - (kept?.length ?? 0);
    return kept;
  }
}

const roles: Readonly<Record<string, Role | undefined>> = { x: 'pax', X: 'pax', L: 'longName', K: 'ignored', g: 'ignored', V: 'ignored' };
const types: Readonly<Record<string, TarEntry['type'] | undefined>> = {
  '1': 'link',
  '2': 'link',
  '3': 'other',
  '4': 'other',
  '5': 'directory',
  '6': 'other',
};
const decoder = new TextDecoder();

function untilNul(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return decoder.decode(end < 0 ? bytes : bytes.subarray(0, end));
}

function headerName(header: Uint8Array): string {
  const name = untilNul(header.subarray(0, 100));
  const ustar = untilNul(header.subarray(257, 263)) === 'ustar';
  const prefix = ustar ? untilNul(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function readNumber(header: Uint8Array, offset: number, length: number): number {
  const field = header.subarray(offset, offset + length);
  // GNU: the highest bit of the first byte announces a binary number.
  if ((field[0] ?? 0) & 0x80) return field.reduce((sum, byte, index) => sum * 256 + (index === 0 ? byte & 0x7f : byte), 0);
  const digits = untilNul(field).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

/** Sum of all bytes, with the checksum's own field read as spaces. */
function checksum(header: Uint8Array): number {
  return header.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0);
}

const digitZero = 0x30;
const space = 0x20;

/** Records of `LENGTH KEYWORD=VALUE\n`, where the length is in bytes and counts itself (POSIX.1-2017 `pax`, "pax Extended Header"). */
function readPax(content: Uint8Array): { name?: string; size?: number } {
  const result: { name?: string; size?: number } = {};
  for (let offset = 0; offset < content.length;) {
    let length = 0;
    let begin = offset;
    for (; begin < offset + 10; begin += 1) {
      const digit = (content[begin] ?? 0) - digitZero;
      if (digit < 0 || digit > 9) break;
      length = length * 10 + digit;
    }
    if (length <= 0 || content[begin] !== space) break;
    const record = content.subarray(begin + 1, offset + length - 1);
    if (startsWith(record, 'path=')) result.name = decoder.decode(record.subarray('path='.length));
    else if (startsWith(record, 'size=')) result.size = Number(decoder.decode(record.subarray('size='.length)));
    offset += length;
  }
  return result;
}

function startsWith(bytes: Uint8Array, prefix: string): boolean {
  for (let index = 0; index < prefix.length; index += 1) if (bytes[index] !== prefix.charCodeAt(index)) return false;
  return true;
}
