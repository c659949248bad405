import { readFile } from 'node:fs/promises';

/** The content of a JSON file that this project itself wrote; undefined when there is none or it is half-written. */
export async function readJson<Value>(file: string): Promise<Value | undefined> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Value;
  } catch {
    return undefined;
  }
}
