import type { Instruction } from '../instruction';
import type { Dockerfile } from '../model';
import type { SourceText } from '../text';
import { ownFaults } from './own-faults';
import { own } from '../../core/records';

// These patterns take what is plainly in order, and less than that where it is easier; the validator sees the rest.
// A variable's name is taken one character long: what follows is in the class beside it, and could else be read in many ways.
const variable = String.raw`\$(?:\w|\{\w+(?::[+-][\w./:-]*)?\})`;
const plainValue = String.raw`(?:[^\s"'\\$\x60]|${variable})*`;
const quotedValue = String.raw`"(?:[^"\\$\x60]|${variable})*"`;
// Of old: the first blank ends the name.
const pair = String.raw`[A-Za-z_][\w.-]*[ \t](?:[ \t]*${quotedValue}|(?:[^"'\\$\x60]|${variable})+)`;
const pairs = new RegExp(String.raw`^(?:${pair}|(?:[\w.-]+=(?:${quotedValue}|${plainValue})(?:\s+|$))+)$`);
const name = String.raw`[a-z0-9]+(?:[._-][a-z0-9]+)*`;
const as = String.raw`(?:\s+[Aa][Ss]\s+[a-z][a-z0-9_.-]*)?`;
const digest = String.raw`(?:@sha256:[0-9a-f]{64})?`;
const patterns: Readonly<Record<string, RegExp>> = {
  FROM: new RegExp(
    String.raw`^(?:${name}(?::\d+\/${name})?(?:\/${name})*(?::\w[\w.-]{0,100})?|[\w./-]*\$(?:\w|\{\w+\})(?:[\w./:-]|\$(?:\w|\{\w+\}))*)${digest}${as}$`,
  ),
  ENV: pairs,
  LABEL: pairs,
  ARG: new RegExp(String.raw`^[A-Za-z_]\w*(?:=(?:${quotedValue}|${plainValue}))?$`),
  EXPOSE: /^\d{1,5}(?:\/(?:tcp|udp|sctp))?(?:\s+\d{1,5}(?:\/(?:tcp|udp|sctp))?)*$/i,
  WORKDIR: new RegExp(String.raw`^(?:[\w./@:~-]|${variable})+$`),
  USER: new RegExp(String.raw`^(?:[\w.:-]|${variable})+$`),
  VOLUME: new RegExp(String.raw`^(?:[\w./@:~-]|${variable})+(?:\s+(?:[\w./@:~-]|${variable})+)*$`),
  STOPSIGNAL: /^(?:SIG(?:TERM|INT|QUIT|KILL|HUP|USR1|USR2|WINCH|STOP)|[1-9]\d?)$/,
  MAINTAINER: /^[^\\$]+$/,
};
const copied = new RegExp(String.raw`^(?:[\w./@:~*?=+,-]|${variable})+(?:\s+(?:[\w./@:~*?=+,-]|${variable})+)+$`);
const copyFlag =
  /^--(?:from=[a-z0-9][\w.-]*(?:\/[a-z0-9][\w.-]*)*(?::\w[\w.-]*)?|chown=(?:[\w:.-]|\$(?:\w|\{\w+\}))+|chmod=\w+|link|exclude=[\w./*-]+)$/;

/** Whether the instruction is plainly in order, so that the validator would have nothing to say that is wanted here. */
export function isPlainInstruction(instruction: Instruction): boolean {
  const { name: keyword, flags } = instruction;
  // Here-documents are what the validator cannot read, and only their own instructions have them.
  if (instruction.heredocs.length > 0) return true;
  const text = instruction.argumentsText.trimEnd();
  switch (keyword) {
    case 'RUN':
      return !text.startsWith('[') || instruction.json !== undefined;
    case 'CMD':
    case 'ENTRYPOINT':
      return flags.length === 0 && text !== '' && (!text.startsWith('[') || instruction.json !== undefined);
    case 'SHELL':
      return flags.length === 0 && (instruction.json?.length ?? 0) > 0;
    case 'COPY':
    case 'ADD':
      return (
        areCopyFlags(flags.map((flag) => flag.text)) &&
        (keyword === 'COPY' || instruction.flag('from') === undefined) &&
        areCopied(text, instruction)
      );
    case 'FROM':
      return flags.every((flag) => /^--platform=[\w$/{}]+$/.test(flag.text)) && flags.length < 2 && patterns['FROM']?.test(text) === true;
    case 'ONBUILD':
      // DL3043 tells of FROM here.
      if (instruction.trigger?.name === 'FROM') return true;
      return (
        flags.length === 0 &&
        instruction.trigger !== undefined &&
        instruction.trigger.name !== 'ONBUILD' &&
        isPlainInstruction(instruction.trigger)
      );
    default:
      return flags.length === 0 && own(patterns, keyword)?.test(text) === true;
  }
}

/** Two or more paths, or two strings of which the validator would have nothing to say. */
function areCopied(text: string, { json }: Instruction): boolean {
  if (text.startsWith('[')) return json?.length === 2 && /^[\w"./ ,[\]-]+$/.test(text);
  return copied.test(text) && !text.includes('--');
}

function areCopyFlags(flags: readonly string[]): boolean {
  const names = flags.map((flag) => flag.split('=')[0]);
  return flags.every((flag) => copyFlag.test(flag)) && new Set(names).size === names.length;
}

/** Whether the comment lines at the beginning of a file hold no directive, or those that everybody writes. */
export function arePlainDirectives(lines: readonly string[]): boolean {
  const directives = lines.filter((line) => /^\ufeff?\s*#\s*[A-Za-z][A-Za-z0-9]*\s*=/.test(line));
  return directives.length < 2
    ? directives.every((line) => /^# ?(?:syntax=|check=|escape=[\\`]\s*$)/.test(line) || !/escape|syntax|check/i.test(line))
    : directives.every((line) => !/escape/i.test(line) && (/^# ?(?:syntax|check)=/.test(line) || !/syntax|check/i.test(line)));
}

/** Whether the whole file is plainly in order, so that the validator need not even be loaded. */
export function isPlainlyValid(file: Dockerfile): boolean {
  return (
    file.instructions.every(
      (instruction) => isPlainInstruction(instruction) && ownFaults(instruction, file.stageOf(instruction)).length === 0,
    ) &&
    arePlainDirectives(leadingComments(file)) &&
    (file.stages.length > 0 || file.instructions.length === 0)
  );
}

/** The comment lines at the beginning of the file. */
export function leadingComments({ source }: Dockerfile): readonly string[] {
  const lines: string[] = [];
  while (lines.length < source.lineCount) {
    const line = lineOf(source, lines.length);
    if (!/^\ufeff?\s*#/.test(line)) break;
    lines.push(line);
  }
  return lines;
}

/** The line without its end. A lone `\r`, which the validator takes for one, is a blank. */
export function lineOf(source: SourceText, line: number): string {
  const { start, end } = source.lineRange(line);
  return source.text.slice(start, end).replaceAll('\r', ' ');
}
