import type { LintConfiguration, Severity } from './configuration';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import type { SkipPragma } from './pragma';
import { originOf, type Rule } from './rule';
import { own } from '../core/records';

/** Whether a list of names holds one of the rule's; case does not count. */
export function namesRule(names: readonly string[], rule: Rule): boolean {
  return names.some((name) => rule.names.some((own) => own.toLowerCase() === name.toLowerCase()));
}

/** What the file's own comments and directives say about rules. */
export class Suppression {
  private readonly everywhere: SkippedNames = { all: false, names: new Set() };
  private readonly byInstruction = new Map<number, SkippedNames>();
  private readonly byStage = new Map<number, SkippedNames>();
  private readonly skipped: readonly string[];
  private readonly experimental: readonly string[];
  private readonly errors: boolean;
  private readonly plain: boolean;

  constructor(
    private readonly file: Dockerfile,
    private readonly configuration: LintConfiguration,
  ) {
    const options = checkOptions(file);
    this.plain = options.size === 0;
    this.skipped = options.get('skip') ?? [];
    this.experimental = options.get('experimental') ?? [];
    this.errors = options.get('error')?.[0]?.toLowerCase() === 'true';
    for (const pragma of file.pragmas) {
      if (pragma.kind === 'skip') this.place(pragma);
    }
  }

  /** Whether the file says nothing about whole rules, so that the configuration alone tells which ones run. */
  get isPlain(): boolean {
    return this.plain && !this.everywhere.all && this.everywhere.names.size === 0;
  }

  /** Whether the rule is to be run at all. */
  runs(rule: Rule): boolean {
    if (namesRule(this.configuration.ignored, rule) || all(this.skipped) || namesRule(this.skipped, rule)) return false;
    if (holds(this.everywhere, rule)) return false;
    return rule.names.some((name) => this.severityOf(rule, name) !== 'off');
  }

  /** Whether comments silence the rule at the instruction. */
  silences(rule: Rule, instruction: Instruction): boolean {
    if (this.byInstruction.size === 0 && this.byStage.size === 0) return false;
    const here = this.byInstruction.get(instruction.index);
    if (here !== undefined && holds(here, rule)) return true;
    if (this.byStage.size === 0) return false;
    const stage = this.file.stageOf(instruction);
    const there = stage === undefined ? undefined : this.byStage.get(stage.index);
    return there !== undefined && holds(there, rule);
  }

  /** What a finding under that name weighs; `off`: it does not stand under that name. */
  severityOf(rule: Rule, name: string): Severity | 'off' {
    const { severities } = this.configuration;
    const configured = own(severities, name) ?? rule.names.map((other) => own(severities, other)).find((other) => other !== undefined);
    if (configured !== undefined) return configured;
    const isCode = name === rule.code;
    const usual = isCode ? rule.severity : (rule.aliasSeverity ?? 'warning');
    if (usual === 'off') return all(this.experimental) || this.experimental.includes(name) ? 'warning' : 'off';
    // `# check=error=true` is BuildKit's word about its own checks.
    return this.errors && originOf(rule, name) === 'buildkit' ? 'error' : usual;
  }

  private place(pragma: SkipPragma): void {
    if (pragma.dialect === 'hadolint' && this.configuration.disableIgnorePragma) return;
    if (pragma.scope === 'file') {
      addTo(this.everywhere, pragma);
      return;
    }
    const { instructions } = this.file;
    const below = instructions[firstBelow(instructions, pragma.comment.line)];
    if (below === undefined) return;
    if (pragma.scope === 'instruction') {
      add(this.byInstruction, below.index, pragma);
      return;
    }
    const stage = this.file.stageOf(below);
    if (stage !== undefined) add(this.byStage, stage.index, pragma);
  }
}

/** Names in lower case, or all of them. */
interface SkippedNames {
  all: boolean;
  readonly names: Set<string>;
}

function add(map: Map<number, SkippedNames>, key: number, pragma: SkipPragma): void {
  const known = map.get(key) ?? { all: false, names: new Set<string>() };
  map.set(key, known);
  addTo(known, pragma);
}

function addTo(skipped: SkippedNames, pragma: SkipPragma): void {
  if (pragma.names.length === 0) skipped.all = true;
  for (const name of pragma.names) skipped.names.add(name.toLowerCase());
}

function holds(skipped: SkippedNames, rule: Rule): boolean {
  return skipped.all || rule.names.some((name) => skipped.names.has(name.toLowerCase()));
}

function all(names: readonly string[]): boolean {
  return names.some((name) => name.toLowerCase() === 'all');
}

/** The instruction that begins after the line. */
function firstBelow(instructions: readonly Instruction[], line: number): number {
  let low = 0;
  let high = instructions.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((instructions[middle]?.firstLine ?? 0) <= line) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** `# check=skip=A,B;error=true;experimental=C` */
function checkOptions(file: Dockerfile): ReadonlyMap<string, readonly string[]> {
  const options = new Map<string, readonly string[]>();
  const value = file.directives.find(({ name }) => name === 'check')?.value;
  if (value === undefined) return options;
  for (const part of value.split(';')) {
    const [key = '', list = ''] = part.split('=', 2);
    options.set(
      key.trim().toLowerCase(),
      list.split(',').map((name) => name.trim()),
    );
  }
  return options;
}
