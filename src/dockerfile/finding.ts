import type { Severity } from './configuration';
import type { Fix, Lazy, Report, Rule } from './rule';
import type { Range } from './text';

/** Something that a rule found. */
export class Finding {
  /** The exact place. */
  readonly range: Range;
  /** Further places of the same fact. */
  readonly alsoAt: readonly Range[];
  readonly message: string;
  /** Findings with the same key tell the same fact. */
  readonly fact: string | undefined;
  private foundFix: Fix | undefined | null = null;
  private foundAlternatives: readonly Fix[] | undefined;

  constructor(
    readonly rule: Rule,
    /** The first is the code, the others are aliases: names under which this very finding stands. */
    readonly names: readonly string[],
    readonly severity: Severity,
    /** The zero-based line on which the tools of {@link names} print it. */
    readonly line: number,
    range: Range,
    private readonly report: Report,
  ) {
    this.range = range;
    this.alsoAt = report.alsoAt ?? [];
    this.message = report.message;
    this.fact = report.fact === undefined ? undefined : `${rule.code} ${report.fact}`;
  }

  get code(): string {
    return this.names[0] ?? this.rule.code;
  }

  get aliases(): readonly string[] {
    return this.names.slice(1);
  }

  /** The fix to prefer, worked out on first use. */
  get fix(): Fix | undefined {
    if (this.foundFix === null) this.foundFix = valueOf(this.report.fix);
    return this.foundFix;
  }

  /** Other fixes to choose from, worked out on first use. */
  get alternatives(): readonly Fix[] {
    return (this.foundAlternatives ??= valueOf(this.report.alternatives) ?? []);
  }
}

function valueOf<T>(lazy: Lazy<T> | undefined): T | undefined {
  return typeof lazy === 'function' ? (lazy as () => T)() : lazy;
}

/**
 * What the editor shows: of findings that tell one fact only the first, standing under the names of all of them.
 * `finding.names` is not changed; the names are beside it.
 */
export function oneForEachFact(findings: readonly Finding[]): readonly { readonly finding: Finding; readonly names: readonly string[] }[] {
  const shown: { readonly finding: Finding; names: readonly string[] }[] = [];
  const byFact = new Map<string, (typeof shown)[number]>();
  for (const finding of findings) {
    const known = finding.fact === undefined ? undefined : byFact.get(finding.fact);
    if (known !== undefined) {
      known.names = [...new Set([...known.names, ...finding.names])];
      continue;
    }
    const entry = { finding, names: finding.names };
    shown.push(entry);
    if (finding.fact !== undefined) byFact.set(finding.fact, entry);
  }
  return shown;
}
