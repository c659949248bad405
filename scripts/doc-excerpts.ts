/** Lines that say something: without comments of their own, layout and the comma at the end. */
function lines(source: string): readonly string[] {
  return source
    .split(/\r?\n/)
    .map((line) => line.trim().replace(/,$/, ''))
    .filter((line) => line !== '' && !/^(?:\/\*\*|\/\/|\*)/.test(line));
}

function placeOf(wanted: readonly string[], source: readonly string[], from: number): number {
  return source.findIndex((_, place) => place >= from && wanted.every((line, index) => source[place + index] === line));
}

/**
 * What documents quote of files in part and is not there: of each block that is indented and begins with `// src/…`, the
 * first line that the file does not have in this order. A line `…` stands for anything; another file may begin in the block.
 */
export function staleExcerpts(text: string, read: (file: string) => string): readonly string[] {
  const stale: string[] = [];
  for (const [, block = ''] of text.matchAll(/^ +```ts\n([^]*?)^ +```$/gm)) {
    for (const excerpt of block.split(/^(?= *\/\/ src\/)/m)) {
      const file = /^ *\/\/ (src\/[\w./-]+)$/m.exec(excerpt)?.[1];
      if (file === undefined) continue;
      const source = lines(read(file));
      let from = 0;
      for (const part of excerpt.split(/^ *…$/m)) {
        const wanted = lines(part);
        const place = placeOf(wanted, source, from);
        if (place < 0) {
          stale.push(`${file}: ${wanted[0] ?? ''}`);
          break;
        }
        from = place + wanted.length;
      }
    }
  }
  return stale;
}
