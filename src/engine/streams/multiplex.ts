import type { LogChunk } from '../containers/containers';

/**
 * Splits the engine's multiplexed stream of a process without a terminal: frames of
 * `[stream, 0, 0, 0, length as 32 bits big endian]` and that many bytes
 * (https://docs.docker.com/reference/api/engine/version/v1.51/#tag/Container/operation/ContainerAttach).
 * Gives each piece as soon as it is there, so that a frame of any length needs no memory of that length.
 */
export class FrameSplitter {
  private readonly header = Buffer.alloc(8);
  private headerLength = 0;
  private stream: LogChunk['stream'] = 'stdout';
  private remaining = 0;
  private raw = false;

  /** The pieces in one chunk as it came from the connection. */
  split(chunk: Uint8Array): readonly LogChunk[] {
    const pieces: LogChunk[] = [];
    let offset = 0;
    while (offset < chunk.length) {
      if (this.raw) {
        pieces.push({ stream: 'stdout', data: chunk.subarray(offset) });
        break;
      }
      if (this.remaining > 0) {
        const data = chunk.subarray(offset, offset + this.remaining);
        pieces.push({ stream: this.stream, data });
        this.remaining -= data.length;
        offset += data.length;
      } else offset += this.readHeader(chunk, offset, pieces);
    }
    return pieces;
  }

  private readHeader(chunk: Uint8Array, offset: number, pieces: LogChunk[]): number {
    const taken = Math.min(8 - this.headerLength, chunk.length - offset);
    this.header.set(chunk.subarray(offset, offset + taken), this.headerLength);
    this.headerLength += taken;
    if (this.headerLength < 8) return taken;
    this.headerLength = 0;
    const [kind = 0, ...padding] = this.header.subarray(0, 4);
    if (kind > 3 || padding.some((byte) => byte !== 0)) {
      // Not multiplexed after all, as with a terminal: everything is output.
      this.raw = true;
      pieces.push({ stream: 'stdout', data: Uint8Array.from(this.header) });
      return taken;
    }
    this.stream = kind <= 1 ? 'stdout' : 'stderr';
    this.remaining = this.header.readUInt32BE(4);
    return taken;
  }
}
