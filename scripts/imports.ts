import { readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { sourceFiles } from './manifest/texts';

/** Which folders of `src` each folder may import from, besides itself. */
const allowed: Readonly<Record<string, readonly string[]>> = {
  core: [],
  dockerfile: ['core'],
  engine: ['core', 'files'],
  builds: ['core', 'engine'],
  registry: ['core', 'engine', 'files'],
  files: ['core'],
  webview: ['core'],
  cli: ['core', 'dockerfile', 'files'],
  nodes: ['core', 'dockerfile', 'builds', 'engine', 'registry', 'files', '.'],
  commands: ['core', 'dockerfile', 'builds', 'engine', 'registry', 'files', 'nodes', '.'],
  ui: ['core', 'dockerfile', 'builds', 'engine', 'registry', 'files', 'nodes', 'commands', 'webview', '.'],
};

/** Files that stand in `src` itself: the records that tie the folders together. `engine` and `registry` may read types of ports. */
const loose: Readonly<Record<string, readonly string[]>> = {
  'extension.ts': ['ui', 'engine'],
  'app.ts': ['core', 'builds', 'engine', 'registry', '.'],
  'engines.ts': ['core'],
  'ports.ts': ['core', 'dockerfile', 'engine', 'nodes', '.'],
  'pages.ts': ['core', 'engine', '.'],
  'settings.ts': [],
  'walkthrough.ts': [],
};

/** Packages that only these folders may import. */
const reserved: Readonly<Record<string, readonly string[]>> = {
  vscode: ['ui', 'extension.ts'],
  dockerode: ['engine'],
  'docker-modem': ['engine'],
  '@vscode-elements/elements': ['webview'],
};

export interface Violation {
  readonly file: string;
  readonly imported: string;
  readonly reason: string;
}

interface Import {
  readonly specifier: string;
  readonly typeOnly: boolean;
}

/** What shows and reads files, but for the gate between them and registries. */
function isLanguageFeature(file: readonly string[]): boolean {
  return file[0] === 'ui' && file[1] === 'language' && file[2] !== 'file-registries.ts';
}

function importsOf(file: string): readonly Import[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2023, true);
  const found: Import[] = [];
  const visit = (node: ts.Node): void => {
    if (
      (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) &&
      node.moduleSpecifier &&
      ts.isStringLiteral(node.moduleSpecifier)
    ) {
      const typeOnly = ts.isImportDeclaration(node)
        ? node.importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword || onlyTypes(node)
        : node.isTypeOnly;
      found.push({ specifier: node.moduleSpecifier.text, typeOnly });
    }
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [first] = node.arguments;
      if (first && ts.isStringLiteralLike(first)) found.push({ specifier: first.text, typeOnly: false });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function onlyTypes({ importClause }: ts.ImportDeclaration): boolean {
  const bindings = importClause?.namedBindings;
  return !!bindings && !importClause.name && ts.isNamedImports(bindings) && bindings.elements.every((element) => element.isTypeOnly);
}

/** Every import below `root/src` that goes against the direction of the architecture, and every cycle of imports, of types too. */
export function importViolations(root: string): readonly Violation[] {
  const src = path.join(root, 'src');
  const files = sourceFiles(src);
  const known = new Set(files);
  const violations: Violation[] = [];
  const graph = new Map<string, string[]>();
  for (const file of files) {
    const from = path.relative(src, file).split(path.sep);
    const folder = from[0] ?? '';
    const targets: string[] = [];
    graph.set(file, targets);
    for (const { specifier, typeOnly } of importsOf(file)) {
      const say = (reason: string): void => {
        violations.push({ file: path.relative(root, file), imported: specifier, reason });
      };
      if (!specifier.startsWith('.')) {
        const owners = Object.entries(reserved).find(([name]) => specifier === name || specifier.startsWith(`${name}/`))?.[1];
        if (owners && !owners.includes(folder)) say(`only ${owners.join(' and ')} may import ${specifier}`);
        continue;
      }
      const target = path.resolve(path.dirname(file), specifier);
      const resolved = [`${target}.ts`, path.join(target, 'index.ts'), target].find((candidate) => known.has(candidate));
      if (resolved) targets.push(resolved);
      const to = path.relative(src, target).split(path.sep);
      const toFolder = to.length === 1 ? '.' : (to[0] ?? '.');
      const rule = from.length === 1 ? loose[folder] : allowed[folder];
      if (isLanguageFeature(from) && to[0] === 'registry' && !typeOnly)
        say('files reach registries through ui/language/file-registries.ts alone');
      if (toFolder === folder) continue;
      if (to[0] === '..') say('nothing outside src may be imported');
      else if (!rule) say(`the folder ${folder} has no place in the architecture`);
      else if (!rule.includes(toFolder) && !(typeOnly && toFolder === '.' && folder === 'registry'))
        say(`${folder} may import from ${rule.join(', ') || 'nothing'} only`);
    }
  }
  return [...violations, ...cycles(graph, root)];
}

function cycles(graph: ReadonlyMap<string, readonly string[]>, root: string): readonly Violation[] {
  const done = new Set<string>();
  const found: Violation[] = [];
  const walk = (file: string, trail: readonly string[]): void => {
    if (done.has(file)) return;
    const start = trail.indexOf(file);
    if (start >= 0) {
      const circle = [...trail.slice(start), file].map((entry) => path.relative(root, entry));
      found.push({ file: circle[0] ?? '', imported: circle[1] ?? '', reason: `a cycle: ${circle.join(' → ')}` });
      return;
    }
    for (const next of graph.get(file) ?? []) walk(next, [...trail, file]);
    done.add(file);
  };
  for (const file of graph.keys()) walk(file, []);
  return found;
}
