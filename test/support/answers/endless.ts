import type { Socket } from 'node:net';
import type { ServerResponse } from 'node:http';

/** Pieces of an answer, without end. */
export type Endless = () => Iterable<string | Uint8Array>;

const block = 65_536;

function* repeat(first: string, again: string): Iterable<Buffer> {
  yield Buffer.from(first);
  const piece = Buffer.from(again.repeat(Math.ceil(block / again.length)));
  for (;;) yield piece;
}

function* single(first: string, again: string): Iterable<Buffer> {
  yield Buffer.from(first);
  const piece = Buffer.from(again);
  for (;;) yield piece;
}

function* numbered(first: string, make: (number: number) => string): Iterable<Buffer> {
  yield Buffer.from(first);
  for (let number = 0; ; number += 1) {
    let text = '';
    for (const begin = number; number < begin + 500; number += 1) text += make(number);
    yield Buffer.from(text);
  }
}

const id = (number: number): string => number.toString(16).padStart(64, '0');

/** Answers of JSON that never end, by what they are made of. `start` stands before the first element. */
export function endlessJson(start: string): Readonly<Record<string, Endless>> {
  return {
    'a text': () => repeat(`${start}{"Id":"`, 'a'),
    'a text of other scripts': () => repeat(`${start}{"Id":"`, '汉'),
    'a text of escapes': () => repeat(`${start}{"Id":"`, String.raw`\u6c49`),
    'one object': () => numbered(`${start}{"a":0`, (number) => `,"${number}":{}`),
    'empty objects': () => repeat(start, '{},'),
    numbers: () => repeat(start, '0,'),
    'lists in lists': () => repeat(start, '['),
    'objects in objects': () => repeat(start, '{"a":'),
    'elements like honest ones': () => numbered(start, (number) => `{"Id":"sha256:${id(number)}","RepoTags":["app:${number}"],"Names":["/n${number}"],"Name":"v${number}","Labels":{"a":"b"}},`),
    'blanks': () => repeat(start, ' '),
    'no JSON': () => repeat('<html>', '<p>'),
  };
}

/** The same text in the smallest pieces: each costs much more than its byte. */
export function byteByByte(start: string): Endless {
  return () => single(start, 'a');
}

/** Lines of JSON that never end, or that are too many. */
export function endlessLines(): Readonly<Record<string, Endless>> {
  return {
    'a text': () => repeat('{"status":"', 'a'),
    'a text of other scripts': () => repeat('{"stream":"', '汉'),
    'one object': () => repeat('{"a":[', '{},'),
    'lists in lists': () => repeat('{"a":', '['),
    blanks: () => repeat('', ' '),
    'no JSON': () => repeat('<html>', '<p>'),
  };
}

/** Honest lines that go on for ever: only their number is no honest one. */
export function manyLines(make: (number: number) => object): Endless {
  return () => numbered('', (number) => `${JSON.stringify(make(number))}\n`);
}

/** Writes pieces until the reader closes, or so many bytes have gone, and as fast as the reader takes them. */
export async function pour(sink: ServerResponse | Socket, pieces: Iterable<string | Uint8Array>, most = 3_000_000_000): Promise<number> {
  let sent = 0;
  for (const piece of pieces) {
    if (sink.destroyed || sent > most) break;
    sent += piece.length;
    if (!sink.write(piece)) await room(sink);
  }
  return sent;
}

function room(sink: ServerResponse | Socket): Promise<void> {
  return new Promise((resolve) => {
    const done = (): void => {
      sink.off('drain', done);
      sink.off('close', done);
      resolve();
    };
    sink.once('drain', done);
    sink.once('close', done);
  });
}

/** Begins an answer as HTTP has it and goes on as `parts` say, which are no answer of HTTP's own. */
export function endlessHead(kind: 'header' | 'headers' | 'interim' | 'status'): Endless {
  switch (kind) {
    case 'header':
      return () => repeat('HTTP/1.1 200 OK\r\nX-Long: ', 'a');
    case 'headers':
      return () => numbered('HTTP/1.1 200 OK\r\n', (number) => `X-${number}: a\r\n`);
    case 'interim':
      return () => repeat('', 'HTTP/1.1 100 Continue\r\nX-Long: a\r\n\r\n');
    case 'status':
      return () => repeat('HTTP/1.1 200 ', 'O');
  }
}

/** The framing of a chunked body that never gets to a content. */
export function endlessFraming(kind: 'extension' | 'trailers' | 'size'): Endless {
  const head = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
  switch (kind) {
    case 'extension':
      return () => repeat(`${head}5;a=`, 'a');
    case 'trailers':
      return () => numbered(`${head}0\r\n`, (number) => `X-${number}: a\r\n`);
    case 'size':
      return () => repeat(head, '0');
  }
}
