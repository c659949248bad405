import ts from 'typescript';

/**
 * A name from outside may be `constructor` or `__proto__`, which every object inherits: a record is asked for it by `own` of
 * `core/records.ts` and written to by `setOwn`, or it is a Map. Keys that stand in the source are let be.
 */
export const outsideKeys = {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      key: 'Any text may be the key here, also the name of what every object inherits. Use own() and setOwn() of core/records.ts, or a Map.',
    },
  },
  create(context) {
    const services = context.sourceCode.parserServices;
    const checker = services.program.getTypeChecker();
    const isOpenText = (type) =>
      type.isUnion()
        ? type.types.some(isOpenText)
        : (type.flags & (ts.TypeFlags.String | ts.TypeFlags.TemplateLiteral | ts.TypeFlags.Any)) !== 0 ||
          (type.isTypeParameter() && (checker.getBaseConstraintOfType(type)?.flags ?? 0) & ts.TypeFlags.String) !== 0;
    const isOpenRecord = (type) => {
      if (type.isUnion()) return type.types.some(isOpenRecord);
      if (checker.isArrayType(type) || checker.isTupleType(type) || (type.flags & ts.TypeFlags.StringLike) !== 0) return false;
      return checker.getIndexInfoOfType(checker.getApparentType(type), ts.IndexKind.String) !== undefined;
    };
    const check = (node, object, key) => {
      if (key.type === 'Literal' || (key.type === 'TemplateLiteral' && key.expressions.length === 0)) return;
      if (isOpenText(services.getTypeAtLocation(key)) && isOpenRecord(services.getTypeAtLocation(object)))
        context.report({ node, messageId: 'key' });
    };
    if (context.filename.endsWith('/core/records.ts') || context.filename.endsWith('\\core\\records.ts')) return {};
    return {
      MemberExpression: (node) => node.computed && check(node, node.object, node.property),
      BinaryExpression: (node) => node.operator === 'in' && node.left.type !== 'PrivateIdentifier' && check(node, node.right, node.left),
    };
  },
};
