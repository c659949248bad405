import { variantsOf } from './variants';

/** What is said of a text, one line each; lines of the text are named by what `lineBefore` makes of them. */
export type Describe = (text: string, detail: 'full' | 'brief', lineBefore?: (line: number) => number) => readonly string[];

/** A number for a title, so that what is made of a text does not depend on the texts beside it. */
function seedOf(title: string): number {
  return Array.from(title).reduce((sum, character) => (Math.imul(sum, 31) + (character.codePointAt(0) ?? 0)) | 0, 7);
}

/**
 * What is found in a text and in variants of it, as docs/testing.md describes it: the text, its facts by number, and for
 * each variant the facts that it has not (`-`) and those that it has instead (`+`); last the variants with the same facts.
 */
export function recordOf(title: string, text: string, count: number, describe: Describe): string {
  const own = describe(text, 'brief');
  const full = describe(text, 'full');
  const lines = [`=== ${title}`, ...text.split('\n').map((line) => `| ${line}`.replace('\r', '\\r').trimEnd()), ...full.map((fact, index) => `${String(index + 1)}) ${fact}`)];
  const same: string[] = [];
  const told = new Set<string>();
  for (const variant of variantsOf(text, count, seedOf(title))) {
    const facts = describe(variant.text, 'brief', variant.lineBefore);
    const gone = own.flatMap((fact, index) => (facts.includes(fact) ? [] : [`-${String(index + 1)}`]));
    const added = facts.filter((fact) => !own.includes(fact)).map((fact) => `  + ${fact}`);
    const difference = [gone.length > 0 ? ` ${gone.join(' ')}` : '', ...added].join('\n');
    if (difference === '') same.push(variant.change);
    // One that says nothing new, or much about little.
    else if (!told.has(difference) && difference.length < 250) lines.push(`* ${variant.change}:${difference}`);
    told.add(difference);
  }
  return `${[...lines, ...(same.length > 0 ? [`= ${same.join(' / ')}`] : [])].join('\n')}\n`;
}

/** The records of a file by their titles. */
export function readRecords(file: string): ReadonlyMap<string, string> {
  return new Map(file.split(/^(?==== )/m).filter((record) => record !== '').map((record) => [record.slice(4, record.indexOf('\n')), record]));
}

