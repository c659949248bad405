import { expandedTexts, type ExpandedText } from '../facts/expanded-texts';
import type { Instruction } from '../instruction';
import type { Stage } from '../model';
import { flagFaults } from './flag-faults';
import type { Fault } from './fault';
import { numberOfFault, substitutionFault } from './substitution-fault';

/**
 * What the builder refuses and the validator does not know or knows from a table of its own: flags, and variables that are not written as they
 * must be, in the instructions in which the builder replaces them.
 */
export function ownFaults(instruction: Instruction, stage: Stage | undefined): readonly Fault[] {
  if (instruction.trigger !== undefined) return ownFaults(instruction.trigger, stage);
  const wrongFlags = flagFaults(instruction, stage);
  if (instruction.name === 'RUN' || wrongFlags.length > 0) return wrongFlags;
  const { joined, heredocs } = instruction;
  if (!/\$\{|["']/.test(joined.text) && heredocs.length === 0) return [];
  return textsOf(instruction).flatMap(({ text, range, isHeredoc }) => {
    const fault = substitutionFault(text, instruction.file.escape, isHeredoc !== true);
    // The name of a here-document may be quoted and hold blanks.
    if (fault === undefined || (fault.kind === 'quote' && heredocs.length > 0)) return [];
    const isWhole = range.end - range.start !== text.length;
    const place = isWhole ? range : { start: range.start + fault.start, end: range.start + fault.end };
    return [{ number: numberOfFault(fault, text), ...place }];
  });
}

function textsOf(instruction: Instruction): readonly ExpandedText[] {
  const { name, words, flags } = instruction;
  switch (name) {
    case 'ARG':
      return instruction.keyValues.pairs.flatMap(({ valueText, valueRange }) =>
        valueText === undefined || valueRange === undefined ? [] : [{ text: valueText, range: valueRange }],
      );
    case 'EXPOSE':
      return words;
    case 'FROM':
      return [...words.slice(0, 1), ...flagTexts(flags, 'platform')];
    case 'COPY':
      return [...expandedTexts(instruction), ...flagTexts(flags, 'from')];
    default:
      return expandedTexts(instruction);
  }
}

function flagTexts(flags: Instruction['flags'], wanted: string): readonly ExpandedText[] {
  return flags.flatMap(({ name, text, valueRange }) =>
    name === wanted && valueRange !== undefined ? [{ text: text.slice(text.indexOf('=') + 1), range: valueRange }] : [],
  );
}
