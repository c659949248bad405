import { readFileSync } from 'node:fs';
import { factsOf } from './facts';
import { originals } from './originals';
import { recordOf } from './record';

/** So many variants of each text: what they say must be readable in a diff. */
const variantCount = 7;

const folder = new URL('../../rules/', import.meta.url);

/** Where the records of a rule (`DL3000`) or of the builder's errors (`builder`) lie. */
export const recordFile = (group: string): URL => new URL(`${group}/variants.txt`, folder);

/** Of each rule, what is found in its texts and their variants now: a function for each, by its title. */
export function ruleRecords(): ReadonlyMap<string, ReadonlyMap<string, () => string>> {
  const groups = new Map<string, Map<string, () => string>>();
  for (const { title, text, configuration } of originals()) {
    const [group = ''] = title.split(' ');
    const records = groups.get(group) ?? new Map<string, () => string>();
    groups.set(group, records);
    records.set(title, () => recordOf(title, text, variantCount, (of, detail, lineBefore) => factsOf(of, configuration, detail, lineBefore)));
  }
  return groups;
}

/** What was found when the records were written; empty where there are none. */
export function writtenRecords(group: string): string {
  try {
    return readFileSync(recordFile(group), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return '';
    throw error;
  }
}
