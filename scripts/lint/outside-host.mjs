const ofProcess = new Set(['platform', 'arch', 'env', 'getuid', 'geteuid', 'getgid', 'getegid', 'getgroups']);
const ofPath = new Set(['sep', 'delimiter']);
const modules = new Map([
  ['os', undefined],
  ['process', undefined],
  ['path', ofPath],
]);
/** Where this computer is looked at: once for the extension, once for the command line. */
const edges = /[\\/]src[\\/](?:engine[\\/]contexts[\\/]host-environment|cli[\\/]main)\.ts$/;
const begin = /[\\/]src[\\/]extension\.ts$/;

/**
 * What depends on the computer (its platform, variables, folders, user) comes from outside, so that every platform can be tried
 * on any: `HostEnvironment`, made once in `extension.ts`, or what `cli/main.ts` hands down.
 */
export const outsideHost = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      read: 'This is of the computer on which the code happens to run. Take it from the HostEnvironment that is handed down (app.host), or as a parameter without a default.',
      made: 'The HostEnvironment is made in extension.ts alone and handed down.',
    },
  },
  create(context) {
    if (edges.test(context.filename)) return {};
    const nameOf = (key) => (key.type === 'Identifier' ? key.name : key.type === 'Literal' ? key.value : undefined);
    const isProcess = (node) =>
      (node.type === 'Identifier' && node.name === 'process') ||
      (node.type === 'MemberExpression' &&
        nameOf(node.property) === 'process' &&
        node.object.type === 'Identifier' &&
        /^global(?:This)?$/.test(node.object.name));
    const isPath = (node) => node.type === 'Identifier' && node.name === 'path';
    const read = (node) => context.report({ node, messageId: 'read' });
    const moduleOf = (source) => (typeof source.value === 'string' ? source.value.replace(/^node:/, '') : '');
    return {
      MemberExpression(node) {
        const name = node.computed && node.property.type !== 'Literal' ? undefined : nameOf(node.property);
        if (isProcess(node.object) && (name === undefined || ofProcess.has(name))) read(node);
        if (isPath(node.object) && ofPath.has(name)) read(node);
      },
      VariableDeclarator({ id, init }) {
        if (!init || id.type !== 'ObjectPattern') return;
        const wanted = isProcess(init) ? ofProcess : isPath(init) ? ofPath : undefined;
        for (const property of id.properties)
          if (wanted && (property.type === 'RestElement' || wanted.has(nameOf(property.key)))) read(property);
      },
      ImportDeclaration({ source, specifiers, importKind }) {
        if (importKind === 'type') return;
        const name = moduleOf(source);
        for (const one of specifiers) {
          if (one.importKind === 'type') continue;
          const imported = one.type === 'ImportSpecifier' ? nameOf(one.imported) : undefined;
          if (imported === 'hostEnvironment' && /(?:^|\/)host-environment$/.test(name) && !begin.test(context.filename))
            context.report({ node: one, messageId: 'made' });
          if (!modules.has(name)) continue;
          const wanted = modules.get(name);
          if (wanted === undefined || (imported !== undefined && wanted.has(imported))) read(one);
        }
      },
      ImportExpression({ source }) {
        const name = moduleOf(source);
        if (name === 'os' || name === 'process') read(source);
      },
    };
  },
};
