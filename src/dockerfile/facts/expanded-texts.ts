import type { Instruction } from '../instruction';
import type { Range } from '../text';

/** A text in which the builder replaces variables. */
export interface ExpandedText {
  readonly text: string;
  readonly range: Range;
  /** The body of a here-document, in which quotes are characters like others. */
  readonly isHeredoc?: boolean;
}

/** The parts of an instruction in which the builder replaces variables, after ARG. */
export function expandedTexts(instruction: Instruction): ExpandedText[] {
  switch (instruction.name) {
    case 'ENV':
    case 'LABEL':
      return instruction.keyValues.pairs.flatMap(({ key, keyRange, valueText, valueRange }) => [
        { text: key, range: keyRange },
        ...(valueText === undefined || valueRange === undefined ? [] : [{ text: valueText, range: valueRange }]),
      ]);
    case 'COPY':
    case 'ADD':
      return [...flagTexts(instruction), ...pathTexts(instruction), ...heredocTexts(instruction)];
    case 'RUN':
      return mountTexts(instruction);
    case 'USER':
    case 'WORKDIR':
    case 'STOPSIGNAL':
      return [{ text: instruction.argumentsText, range: instruction.argumentsRange }];
    case 'VOLUME':
      return pathTexts(instruction);
    default:
      return [];
  }
}

function flagTexts(instruction: Instruction): ExpandedText[] {
  return instruction.flags.flatMap(({ name, text, valueRange }) => {
    const isExpanded = ['chown', 'chmod', 'checksum'].includes(name.toLowerCase());
    if (!isExpanded || valueRange === undefined) return [];
    return [{ text: text.slice(text.indexOf('=') + 1), range: valueRange }];
  });
}

function mountTexts(run: Instruction): ExpandedText[] {
  return run.flags.flatMap(({ name, text, valueRange }) => {
    if (name.toLowerCase() !== 'mount' || valueRange === undefined || !text.includes('$')) return [];
    return [{ text: text.slice(text.indexOf('=') + 1), range: valueRange }];
  });
}

function pathTexts(instruction: Instruction): ExpandedText[] {
  const { json } = instruction;
  if (json !== undefined) {
    return json.map(({ value, range }) => ({ text: value, range: { start: range.start + 1, end: range.end - 1 } }));
  }
  return instruction.words.filter(({ text }) => !/^\d*<</.test(text)).map(({ text, range }) => ({ text, range }));
}

function heredocTexts(instruction: Instruction): ExpandedText[] {
  return instruction.heredocs.flatMap(({ expand, bodyRange }) => {
    if (!expand) return [];
    const text = instruction.file.source.text.slice(bodyRange.start, bodyRange.end);
    return [{ text, range: bodyRange, isHeredoc: true }];
  });
}
