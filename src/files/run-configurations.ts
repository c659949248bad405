import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { JSONPath, Node as JsonNode, ParseErrorCode } from 'jsonc-parser';
import { failure, SlipwayError } from '../core/errors';
import { t } from '../core/localize';
import { checkConfiguration } from '../core/run/configuration-schema';
import { own } from '../core/records';
import { sameValue } from '../core/run/edited-configuration';
import type { RunConfiguration } from '../core/run/run-configuration';
import { writeWhole } from './atomic-file';
import { readBounded } from './bounded-file';
import { fileFailure, isGone } from './file-failure';

/** Where run configurations of a project stand, below its folder. */
export const configurationsFile = '.vscode/slipway.json';
const list = 'runConfigurations';

/** A configuration with its place in the file. */
export interface KnownConfiguration {
  readonly configuration: RunConfiguration;
  readonly index: number;
  /** From 1. */
  readonly line: number;
}

/** What is wrong with the file: a sentence, translated, and where. */
export interface ConfigurationProblem {
  readonly reason: string;
  readonly line: number;
}

/** What the file says. A configuration that is wrong is a problem, the others are there all the same. */
export interface KnownConfigurations {
  /** Absolute path. */
  readonly file: string;
  readonly exists: boolean;
  readonly text: string;
  readonly configurations: readonly KnownConfiguration[];
  readonly problems: readonly ConfigurationProblem[];
}

/** The file of the folder that is open; undefined without one. */
export function configurationsPath(folder: string | undefined): string | undefined {
  return folder === undefined ? undefined : path.join(folder, ...configurationsFile.split('/'));
}

/** Reads the file. One that is not there has no configurations. Throws `fileFailed`, `limitExceeded`; `invalidInput` without a folder. */
export async function readConfigurations(folder: string | undefined): Promise<KnownConfigurations> {
  const file = configurationsPath(folder);
  if (file === undefined) {
    const reason = t('Open a folder: run configurations are kept in it, in {0}.', configurationsFile);
    throw failure('invalidInput', { field: configurationsFile, value: '', reason });
  }
  try {
    return { file, exists: true, ...(await readText(await readBounded(file, 'optionFile'))) };
  } catch (error) {
    if (error instanceof SlipwayError) throw error;
    if (!isGone(error)) throw fileFailure(file, error);
    return { file, exists: false, text: '', configurations: [], problems: [] };
  }
}

/** What a text of such a file says. */
export async function readText(text: string): Promise<Pick<KnownConfigurations, 'text' | 'configurations' | 'problems'>> {
  const { parseTree, findNodeAtLocation, getNodeValue, printParseErrorCode } = await import('jsonc-parser');
  const lineOf = (offset: number): number => text.slice(0, offset).split('\n').length;
  const errors: { readonly error: ParseErrorCode; readonly offset: number; readonly length: number }[] = [];
  const root = text.trim() === '' ? undefined : parseTree(text, errors, { allowTrailingComma: true });
  const problems: ConfigurationProblem[] = errors.slice(0, 1).map(({ error, offset }) => ({
    reason: t('It is not JSON: {0}.', printParseErrorCode(error)),
    line: lineOf(offset),
  }));
  const configurations: KnownConfiguration[] = [];
  const all = root && findNodeAtLocation(root, [list]);
  if (root && (root.type !== 'object' || (all && all.type !== 'array'))) {
    problems.push({ reason: t('It has no list “{0}”.', list), line: lineOf((all ?? root).offset) });
  }
  const names = new Set<string>();
  for (const [index, node] of (all?.type === 'array' ? (all.children ?? []) : []).entries()) {
    const checked = checkConfiguration(getNodeValue(node));
    if ('wrong' in checked) {
      const place = nearest(node, checked.wrong, findNodeAtLocation);
      const at = checked.wrong.join('.');
      problems.push({
        reason: at === '' ? t('It is no run configuration.') : t('“{0}” is not of the form that a run configuration has.', at),
        line: lineOf(place.offset),
      });
    } else if (names.has(checked.configuration.name)) {
      problems.push({ reason: t('Two run configurations have the name {0}.', checked.configuration.name), line: lineOf(node.offset) });
    } else {
      names.add(checked.configuration.name);
      configurations.push({ configuration: checked.configuration, index, line: lineOf(node.offset) });
    }
  }
  return { text, configurations, problems };
}

/** The value at the path, or the deepest one on the way to it that is there. */
function nearest(
  root: JsonNode,
  at: readonly (string | number)[],
  find: (root: JsonNode, path: JSONPath) => JsonNode | undefined,
): JsonNode {
  for (let length = at.length; length > 0; length--) {
    const found = find(root, at.slice(0, length));
    if (found) return found;
  }
  return root;
}

/** Puts a configuration at the end, or in the place of the one of its name. Comments and everything else stay. */
export async function saveConfiguration(folder: string | undefined, configuration: RunConfiguration): Promise<KnownConfigurations> {
  const known = await readWhole(folder);
  const before = known.configurations.find((each) => each.configuration.name === configuration.name);
  if (known.text.trim() === '') return write(folder, known, `${JSON.stringify({ [list]: [configuration] }, undefined, 2)}\n`);
  if (!before) return change(folder, known, [{ at: [list, -1], value: configuration, isInsertion: true }]);
  const edits = differences(before.configuration, configuration, [list, before.index]);
  return edits.length === 0 ? known : change(folder, known, edits);
}

/** One change of the text. */
interface Change {
  readonly at: JSONPath;
  readonly value: unknown;
  readonly isInsertion?: boolean;
}

/** What makes one value of another, in the smallest parts: what stays the same keeps its place and its comments. */
function differences(before: unknown, after: unknown, at: JSONPath): readonly Change[] {
  if (sameValue(before, after)) return [];
  if (!isRecord(before) || !isRecord(after)) return [{ at, value: after }];
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    differences(own(before, key), own(after, key), [...at, key]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Takes a configuration out of the file. */
export async function deleteConfiguration(folder: string | undefined, name: string): Promise<KnownConfigurations> {
  const known = await readWhole(folder);
  const { index } = findConfiguration(known, name);
  return change(folder, known, [{ at: [list, index], value: undefined }]);
}

/** The configuration of a name. Throws `invalidInput` that says which there are, or what is wrong with the file. */
export function findConfiguration(known: KnownConfigurations, name: string): KnownConfiguration {
  const found = known.configurations.find(({ configuration }) => configuration.name === name);
  if (found) return found;
  const [problem] = known.problems;
  const reason = problem
    ? t('Line {0} of {1}: {2}', problem.line, configurationsFile, problem.reason)
    : t('{0} has no run configuration of this name.', configurationsFile);
  throw failure('invalidInput', { field: 'configuration', value: name, reason });
}

/** A file that cannot be read is not written: nothing of it may be lost. */
async function readWhole(folder: string | undefined): Promise<KnownConfigurations> {
  const known = await readConfigurations(folder);
  const [problem] = known.problems;
  if (!problem) return known;
  const reason = t('Line {0} of {1}: {2}', problem.line, configurationsFile, problem.reason);
  throw failure('invalidInput', { field: configurationsFile, value: '', reason });
}

async function change(folder: string | undefined, known: KnownConfigurations, changes: readonly Change[]): Promise<KnownConfigurations> {
  const { modify, applyEdits } = await import('jsonc-parser');
  const eol = known.text.includes('\r\n') ? '\r\n' : '\n';
  const formattingOptions = { insertSpaces: !/^\t/m.test(known.text), tabSize: 2, eol };
  let { text } = known;
  for (const { at, value, isInsertion = false } of changes) {
    text = applyEdits(text, modify(text, at, value, { formattingOptions, isArrayInsertion: isInsertion }));
  }
  return write(folder, known, text);
}

async function write(folder: string | undefined, { file }: KnownConfigurations, text: string): Promise<KnownConfigurations> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeWhole(file, (sink) => new Promise((resolve, reject) => sink.on('error', reject).end(text, () => resolve())));
  return readConfigurations(folder);
}
