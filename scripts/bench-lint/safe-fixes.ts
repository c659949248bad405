import { defaultConfiguration } from '../../src/dockerfile/configuration';
import { applyEdits, type TextEdit } from '../../src/dockerfile/edits';
import { fixAll } from '../../src/dockerfile/fix-all';
import type { Instruction } from '../../src/dockerfile/instruction';
import { lintDockerfile } from '../../src/dockerfile/lint';
import { parseDockerfile } from '../../src/dockerfile/parse';
import type { Rule } from '../../src/dockerfile/rule';
import { rules } from '../../src/dockerfile/rules/index.generated';
import { touches } from '../../src/dockerfile/text';
import type { Measured } from './corpus';

/** Applies the safe fixes of each rule, and of all at once, to every file, and prints what is wrong with a result. */
export function safeFixes(corpus: readonly Measured[]): boolean {
  const fixing = rules.filter(({ fixes }) => fixes === 'safe');
  let [files, fixes, wrong] = [0, 0, 0];
  for (const { file, text } of corpus) {
    let changed = false;
    for (const some of [...fixing.map((rule) => [rule]), rules]) {
      const problem = problemOf(text, some);
      if (problem === undefined) continue;
      changed = true;
      fixes += problem.count;
      for (const sentence of problem.sentences) {
        wrong++;
        console.log(`  ${file}: ${some.length === 1 ? (some[0]?.code ?? '') : 'all rules'}: ${sentence}`);
      }
    }
    if (changed) files++;
  }
  console.log(`\nsafe fixes: ${fixes} made in ${files} files, ${wrong} things wrong`);
  return wrong === 0;
}

/** What is wrong after the rules' fixes; `undefined` where they fix nothing. */
function problemOf(text: string, some: readonly Rule[]): { readonly count: number; readonly sentences: readonly string[] } | undefined {
  const fixed = fixAll(text, defaultConfiguration, some);
  if (fixed.edits.length === 0) return undefined;
  const sentences: string[] = [];
  if (applyEdits(text, fixed.edits) !== fixed.text) sentences.push('the edits do not lead to the text');
  const left = lintDockerfile(parseDockerfile(fixed.text), defaultConfiguration, some).filter(({ fix }) => fix?.kind === 'safe');
  if (left.length > 0) sentences.push(`still reported: ${left.map(({ code, line }) => `${code} on line ${line + 1}`).join(', ')}`);
  if (fixAll(fixed.text, defaultConfiguration, some).text !== fixed.text) sentences.push('a second application changes something');
  const lost = lostInstructions(text, fixed.text, fixed.edits);
  if (lost.length > 0) sentences.push(`no longer as they were: ${lost.join(', ')}`);
  return { count: fixed.edits.length, sentences };
}

/** Instructions that no edit touches must be there as before, in their order, and no unknown one may be new. */
function lostInstructions(before: string, after: string, edits: readonly TextEdit[]): readonly string[] {
  const { instructions: old, source } = parseDockerfile(before);
  const now = parseDockerfile(after).instructions;
  const lost: string[] = [];
  let at = 0;
  for (const instruction of old) {
    // Blanks behind it are no part of an instruction.
    const lines = { start: instruction.range.start, end: source.lineRange(instruction.lastLine).end };
    if (edits.some(({ range }) => touches(range, lines))) continue;
    const found = now.findIndex((one, index) => index >= at && sameText(one, instruction));
    if (found === -1) lost.push(`line ${instruction.firstLine + 1}`);
    else at = found + 1;
  }
  const known = new Set(old.map(({ name }) => name));
  const added = now.filter(({ name }) => !known.has(name) && !['LABEL', 'COPY', 'EXPOSE', 'ENV'].includes(name));
  return [...lost, ...added.map(({ name }) => `a new ${name}`)];
}

function sameText(a: Instruction, b: Instruction): boolean {
  return a.joined.text === b.joined.text && a.heredocs.length === b.heredocs.length;
}
