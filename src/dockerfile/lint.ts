import { defaultConfiguration, type LintConfiguration, type Severity } from './configuration';
import { Finding } from './finding';
import type { Instruction } from './instruction';
import type { Dockerfile } from './model';
import { parseDockerfile } from './parse';
import type { Report, Rule, RuleContext } from './rule';
import { rules as allRules } from './rules/index.generated';
import { Suppression } from './suppression';
import { isTemplate } from './template';

/** Checks a text with every rule; see {@link lintDockerfile}. */
export function lint(text: string, configuration: LintConfiguration = defaultConfiguration): Finding[] {
  return lintDockerfile(parseDockerfile(text), configuration);
}

/**
 * Checks a file that has been read. The findings come in the order of their lines; a file that is a template for a
 * Dockerfile and not one itself has none. What comments and configuration silence is left out.
 */
export function lintDockerfile(
  file: Dockerfile,
  configuration: LintConfiguration = defaultConfiguration,
  rules: readonly Rule[] = allRules,
): Finding[] {
  return isTemplate(file) ? [] : new LintRun(file, configuration).findings(rules);
}

/** Says why a rule that fails is passed over; a defect of ours must not cost the other findings. */
export type RuleFailure = (rule: Rule, error: unknown) => void;

let ruleFailed: RuleFailure | undefined;

/** Who hears of rules that throw; without anyone the error goes on to the caller, as tests want it. */
export function onRuleFailure(listener: RuleFailure | undefined): void {
  ruleFailed = listener;
}

const usualRules = new WeakMap<LintConfiguration, { readonly all: readonly Rule[]; readonly running: readonly Rule[] }>();

class LintRun {
  private readonly found: Finding[] = [];
  private readonly suppression: Suppression;

  constructor(
    private readonly file: Dockerfile,
    private readonly configuration: LintConfiguration,
  ) {
    this.suppression = new Suppression(file, configuration);
  }

  findings(rules: readonly Rule[]): Finding[] {
    const running = this.suppression.isPlain ? this.usual(rules) : rules.filter((rule) => this.suppression.runs(rule));
    for (const rule of running) this.run(rule);
    const { found } = this;
    return found.sort((a, b) => a.line - b.line || a.range.start - b.range.start || (a.code < b.code ? -1 : a.code > b.code ? 1 : 0));
  }

  /** The rules that run in a file that says nothing about them, worked out once for each configuration. */
  private usual(rules: readonly Rule[]): readonly Rule[] {
    const before = usualRules.get(this.configuration);
    if (before?.all === rules) return before.running;
    const running = rules.filter((rule) => this.suppression.runs(rule));
    usualRules.set(this.configuration, { all: rules, running });
    return running;
  }

  private run(rule: Rule): void {
    // Most files have no instruction for many a rule.
    if (rule.checkFile === undefined && rule.checkStage === undefined && rule.on?.some((name) => this.named(name).length > 0) !== true)
      return;
    const context = this.contextOf(rule);
    try {
      rule.checkFile?.(this.file, context);
      if (rule.checkStage !== undefined) for (const stage of this.file.stages) rule.checkStage(stage, context);
      if (rule.checkInstruction === undefined) return;
      for (const name of rule.on ?? []) {
        for (const instruction of this.named(name)) rule.checkInstruction(instruction, context);
      }
    } catch (error) {
      if (ruleFailed === undefined) throw error;
      ruleFailed(rule, error);
    }
  }

  private contextOf(rule: Rule): RuleContext {
    const { file, configuration } = this;
    return {
      file,
      configuration,
      report: (instruction, report) => {
        this.report(rule, instruction, report);
      },
    };
  }

  private report(rule: Rule, instruction: Instruction, report: Report): void {
    if (this.suppression.silences(rule, instruction)) return;
    const names: string[] = [];
    let severity: Severity | undefined;
    for (const name of report.names ?? rule.names) {
      const own = this.suppression.severityOf(rule, name);
      if (own === 'off') continue;
      severity ??= own;
      names.push(name);
    }
    if (severity === undefined) return;
    const line = report.line ?? instruction.firstLine;
    this.found.push(new Finding(rule, names, severity, line, report.range ?? instruction.keywordRange, report));
  }

  private byName: Map<string, Instruction[]> | undefined;

  private named(name: string): readonly Instruction[] {
    this.byName ??= instructionsByName(this.file);
    return this.byName.get(name) ?? [];
  }
}

/** Every instruction under its name, triggers among them. */
function instructionsByName(file: Dockerfile): Map<string, Instruction[]> {
  const byName = new Map<string, Instruction[]>();
  const add = (instruction: Instruction): void => {
    const known = byName.get(instruction.name);
    if (known === undefined) byName.set(instruction.name, [instruction]);
    else known.push(instruction);
    if (instruction.trigger !== undefined) add(instruction.trigger);
  };
  file.instructions.forEach(add);
  return byName;
}
