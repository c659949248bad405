import { isUtf8 } from 'node:buffer';
import type { FileHandle } from 'node:fs/promises';
import { create } from '@bufbuild/protobuf';
import { fileFailure } from '../../../files/file-failure';
import { changedFailure, type ContextTree, type TreeContent, type TreeEntry, type TreeWish } from './context-tree';
import { type Packet, Packet_Type, PacketSchema } from './protocol/file_sync_pb';
import { QuickDisk } from './quick-disk';

/** In bytes; gRPC takes messages of up to 4 MB. */
const pieceSize = 1 << 18;
/** So many files are opened or read ahead of the one that is sent. */
const ahead = 8;

/** Hears of what is sent. */
export interface SendListener {
  /** The builder has asked for the content of a file: it has none, or another. */
  onFileSent(path: string, size: number): void;
  /** A name, or where a link leads, that is no UTF-8: engines of today refuse all that comes with it. */
  onForeignName(path: Uint8Array): void;
}

/**
 * Answers one request for a folder (tonistiigi/fsutil, `Send`): tells of each entry, and sends the content of the files
 * that the builder asks for by their numbers. Requests are read all the time, or both sides would wait for each other.
 * What goes wrong with a file is thrown.
 */
export async function* sendFiles(
  tree: ContextTree,
  wish: TreeWish,
  requests: AsyncIterable<Packet>,
  listener: SendListener,
): AsyncGenerator<Packet> {
  const wanted = new Requests(requests);
  const contents = new Map<number, { readonly content: TreeContent; readonly path: string }>();
  const files = new FileQueue(contents, listener);
  let number = 0;
  try {
    for await (const entry of tree.entries(wish)) {
      if (!isUtf8(entry.path) || (entry.linkName && !isUtf8(entry.linkName))) listener.onForeignName(entry.path);
      if (entry.content) contents.set(number, { content: entry.content, path: Buffer.from(entry.path).toString() });
      number += 1;
      yield create(PacketSchema, { type: Packet_Type.STAT, stat: statOf(entry) });
      // What is asked for meanwhile goes in between, so that both sides have work.
      for (const id of wanted.takeAll()) files.add(id);
      if (files.length >= ahead) yield* files.sendFirst();
    }
    yield create(PacketSchema, { type: Packet_Type.STAT });
    for (;;) {
      for (const id of wanted.takeAll()) files.add(id);
      if (files.length > 0) yield* files.sendFirst();
      else if (wanted.finished) break;
      else await wanted.more();
    }
    yield create(PacketSchema, { type: Packet_Type.FINISH });
  } finally {
    await files.close();
  }
}

function statOf({ path, mode, size, modified, linkName, device }: TreeEntry) {
  return {
    path,
    mode,
    size,
    modificationTime: modified,
    ...(linkName && { linkName }),
    ...(device && { deviceMajor: BigInt(device.major), deviceMinor: BigInt(device.minor) }),
  };
}

/** What the builder asks for, in its order. */
class Requests {
  finished = false;
  private waiting: number[] = [];
  private failure: Error | undefined;
  private wake: (() => void) | undefined;

  constructor(packets: AsyncIterable<Packet>) {
    this.read(packets).catch((error: unknown) => {
      this.failure = error instanceof Error ? error : new Error(String(error));
      this.wake?.();
    });
  }

  takeAll(): readonly number[] {
    if (this.failure) throw this.failure;
    return this.waiting.splice(0);
  }

  /** Resolves when there is something new. */
  more(): Promise<void> {
    if (this.waiting.length > 0 || this.finished || this.failure) return Promise.resolve();
    return new Promise((resolve) => (this.wake = resolve));
  }

  private async read(packets: AsyncIterable<Packet>): Promise<void> {
    for await (const { type, id, data } of packets) {
      if (type === Packet_Type.ERROR) throw new Error(Buffer.from(data).toString());
      if (type === Packet_Type.FINISH) break;
      if (type === Packet_Type.REQUEST) this.waiting.push(id);
      this.wake?.();
    }
    this.finished = true;
    this.wake?.();
  }
}

/** Files to be sent, of which the first ones are read or open already. */
class FileQueue {
  private readonly ids: { readonly id: number; begun?: Promise<Buffer | FileHandle | Error> }[] = [];
  private readonly disk = new QuickDisk();

  constructor(
    private readonly contents: Map<number, { readonly content: TreeContent; readonly path: string }>,
    private readonly listener: SendListener,
  ) {}

  get length(): number {
    return this.ids.length;
  }

  add(id: number): void {
    this.ids.push({ id });
  }

  async *sendFirst(): AsyncGenerator<Packet> {
    this.readAhead();
    const next = this.ids.shift();
    if (!next) return;
    const { id } = next;
    const entry = this.contents.get(id);
    this.contents.delete(id);
    if (!entry) throw new Error(`the builder asked for file ${String(id)}, which has no content`);
    const { content } = entry;
    if (content.kind === 'bytes') {
      if (content.bytes.length > 0) yield create(PacketSchema, { type: Packet_Type.DATA, id, data: content.bytes });
    } else yield* pieces(id, content, await next.begun);
    yield create(PacketSchema, { type: Packet_Type.DATA, id });
    this.listener.onFileSent(entry.path, content.kind === 'bytes' ? content.bytes.length : content.size);
  }

  private readAhead(): void {
    for (const next of this.ids.slice(0, ahead)) {
      const content = this.contents.get(next.id)?.content;
      if (content?.kind === 'file' && content.size > 0)
        next.begun ??= this.disk
          .read(content.file as Buffer, content.size)
          .catch((error: unknown) => fileFailure(Buffer.from(content.file).toString(), error));
    }
  }

  /** Closes what was opened for nothing. */
  async close(): Promise<void> {
    for (const { begun } of this.ids.splice(0)) {
      const read = await begun;
      if (read && 'close' in read) await read.close();
    }
  }
}

/** The content of a file, as long as it was announced. */
async function* pieces(
  id: number,
  content: TreeContent & { readonly kind: 'file' },
  read: Buffer | FileHandle | Error | undefined,
): AsyncGenerator<Packet> {
  if (read === undefined) return;
  if (read instanceof Error) throw read;
  const name = Buffer.from(content.file).toString();
  if (Buffer.isBuffer(read)) {
    if (read.length < content.size) throw changedFailure(name);
    yield create(PacketSchema, { type: Packet_Type.DATA, id, data: read });
    return;
  }
  const next = (left: number): Promise<Buffer | Error> => {
    const buffer = Buffer.allocUnsafe(Math.min(pieceSize, left));
    return read.read(buffer, 0, buffer.length, null).then(
      ({ bytesRead }) => (bytesRead === 0 ? changedFailure(name) : buffer.subarray(0, bytesRead)),
      (error: unknown) => fileFailure(name, error),
    );
  };
  let coming = next(content.size);
  try {
    for (let left = content.size; left > 0;) {
      const data = await coming;
      if (data instanceof Error) throw data;
      left -= data.length;
      // The next one is read while this one is sent.
      if (left > 0) coming = next(left);
      yield create(PacketSchema, { type: Packet_Type.DATA, id, data });
    }
  } finally {
    await coming;
    await read.close();
  }
}
