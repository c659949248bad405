import assert from 'node:assert/strict';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { BinaryReader } from '@bufbuild/protobuf/wire';
import { folderTree } from '../../../../../src/engine/builder/buildkit/context-tree';
import { type Packet, Packet_Type, PacketSchema } from '../../../../../src/engine/builder/buildkit/protocol/file_sync_pb';
import { serveFolder, type SessionServices } from '../../../../../src/engine/builder/buildkit/services';

/** A packet of which the data stand behind the rest: four gigabytes are not copied only to be read. */
function dataOf(start: Uint8Array, data: Uint8Array): Packet {
  const reader = new BinaryReader(start);
  const number = (): number => {
    reader.tag();
    return reader.uint32();
  };
  const packet = create(PacketSchema, { type: Packet_Type.DATA, id: 0, data });
  assert.equal(number(), Packet_Type.DATA);
  packet.id = number();
  assert.equal(number(), data.length);
  if (data.length < 1_000) assert.deepEqual(packet, fromBinary(PacketSchema, Buffer.concat([start, data])));
  return packet;
}

/** Gives the sizes of all files, and what was sent of the first `wanted` and its end, as a builder reads them from the messages. */
async function receive(folder: string, wanted: number): Promise<readonly { readonly told: number; readonly sent: number; readonly end: string }[]> {
  const services: SessionServices = {
    trees: new Map([['context', folderTree(folder, process.platform)]]), listener: { onFileSent: () => undefined, onForeignName: () => undefined },
    credentials: () => Promise.resolve(undefined), secrets: [], secret: () => Promise.resolve(undefined), agents: [], sshAgent: () => undefined,
    archives: new Map(), receive: undefined, onFailure: (error) => { throw error; },
  };
  let finish: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (finish = resolve));
  async function* requests(): AsyncGenerator<Uint8Array> {
    for (let id = 0; id < wanted; id++) yield toBinary(PacketSchema, create(PacketSchema, { type: Packet_Type.REQUEST, id }));
    if (wanted > 0) await finished;
    yield toBinary(PacketSchema, create(PacketSchema, { type: Packet_Type.FINISH }));
  }
  const files: { told: number; sent: number; end: string }[] = [];
  let ended = 0;
  for await (const parts of serveFolder(services, ['dir-name', 'context'], requests(), () => false)) {
    const [start = new Uint8Array(), data] = parts;
    const packet = data ? dataOf(start, data) : fromBinary(PacketSchema, start);
    if (packet.type === Packet_Type.STAT && packet.stat) files.push({ told: Number(packet.stat.size), sent: 0, end: '' });
    const file = files[packet.id];
    if (packet.type !== Packet_Type.DATA || !file) continue;
    file.sent += packet.data.length;
    if (packet.data.length > 0) file.end = (file.end + Buffer.from(packet.data.subarray(-3)).toString()).slice(-3);
    else if ((ended += 1) === wanted) finish();
  }
  return files;
}

describe('large files that are sent to BuildKit', () => {
  let folder = '';
  beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'slipway-large-'))));
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are whole at the borders of a piece', async () => {
    const piece = 1 << 18;
    const sizes = [0, 1, (1 << 16) - 1, 1 << 16, (1 << 16) + 1, piece - 1, piece, piece + 1, 3 * piece, 3 * piece + 5];
    for (const [index, size] of sizes.entries()) await writeFile(path.join(folder, String(index)), size < 3 ? 'x'.repeat(size) : `${'x'.repeat(size - 3)}end`);
    assert.deepEqual(await receive(folder, sizes.length), sizes.map((size) => ({ told: size, sent: size, end: size < 3 ? 'x'.repeat(size) : 'end' })));
  });

  it('are told with their size beyond four gigabytes', async () => {
    const file = await open(path.join(folder, 'large'), 'w');
    // Sparse: nothing of it lies on the disk but its end. It is not asked for, as reading it takes half a minute.
    await file.write(Buffer.from('end'), 0, 3, 2 ** 32 + 2);
    await file.close();
    assert.deepEqual(await receive(folder, 0), [{ told: 2 ** 32 + 5, sent: 0, end: '' }]);
  });
});
