// Modules: evaluating, import(). Part of the runtime, in the dialect with `@` for byte 6; see ../README.md and modules.js. Runs
// in sealed runners; hostile are all values that come from scripts.

'use strict';
// ---- evaluating

// What modules that are none of ES export has turned out by now.
@register('checkImports', function (module) {
  var plan = module.plan, i, entry, found;
  for (i = 0; i < plan.imports.length; i++) {
    entry = plan.imports[i];
    if (entry[1] === null) continue;
    found = @resolveExport(@dependency(module, entry[0]), entry[1], []);
    if (found.index === -2 && @exportsNothing(found.list, found.name))
      throw @missingExport(module, entry[0], entry[1], null);
  }
});

//---- section
'use strict';
@register('executeModule', function (module) {
  var c = module.coroutine, result;
  if (module.format !== 0) return @intrinsic('executeOther')(module);
  if (module.mixed) @checkImports(module);
  if (c.ended !== 0) return;
  result = @advance(c);
  @release(c);
  if (c.ended === 2) throw result;
});

@register('gatherAncestors', (function () {
  var gather = function (module, list) {
    var i, parent;
    for (i = 0; i < module.parents.length; i++) {
      parent = module.parents[i];
      if (@indexOf(list, parent) >= 0 || parent.root.error !== undefined) continue;
      if (--parent.pending === 0) {
        @append(list, parent);
        if (!parent.plan.async) gather(parent, list);
      }
    }
    return list;
  };
  return gather;
})());

@register('moduleRejected', (function () {
  var reject = function (module, error) {
    var i;
    if (module.status === 5) return;
    module.error = {v: error};
    module.status = 5;
    if (module.top !== undefined) @settle(module.top, 2, error);
    for (i = 0; i < module.parents.length; i++) reject(module.parents[i], error);
  };
  return reject;
})());

@register('byOrder', function (a, b) {
  return a.order - b.order;
});

//---- section
'use strict';
@register('moduleEvaluated', function (module) {
  module.status = 5;
  if (module.top !== undefined) @resolve(module.top, undefined);
});

@register('executeAsync', function (module) {
  var c = module.coroutine;
  c.promise = @newPromise();
  if (module.mixed) {
    try {
      @checkImports(module);
    } catch (e) {
      @react(c.promise, {kind: 3, run: @intrinsic('asyncModuleSettled'), data: module}, undefined, undefined);
      @settle(c.promise, 2, e);
      return;
    }
  }
  @react(c.promise, {kind: 3, run: @intrinsic('asyncModuleSettled'), data: module}, undefined, undefined);
  @runAsync(c, 1, undefined);
});

@register('sortByOrder', (function (sort) {
  return function (list) {
    return @apply(sort, list, [@byOrder]);
  };
})([].sort));

//---- section
'use strict';
@register('asyncModuleSettled', function (module, mode, value) {
  var list, i, parent;
  if (mode === 2) return @moduleRejected(module, value);
  if (module.status === 5) return;
  @moduleEvaluated(module);
  list = @sortByOrder(@gatherAncestors(module, []));
  for (i = 0; i < list.length; i++) {
    parent = list[i];
    if (parent.status === 5) continue;
    if (parent.plan.async) {
      @executeAsync(parent);
      continue;
    }
    try {
      @executeModule(parent);
    } catch (e) {
      @moduleRejected(parent, e);
      continue;
    }
    @moduleEvaluated(parent);
  }
});

var evaluate = function (module, stack, index) {
  var i, other;
  if (module.status >= 4) {
    if (module.error !== undefined) throw module.error.v;
    return index;
  }
  if (module.status === 3) return index;
  module.status = 3;
  module.index = module.ancestor = index++;
  module.pending = 0;
  @append(stack, module);
  for (i = 0; i < module.dependencies.length; i++) {
    other = module.dependencies[i];
    index = evaluate(other, stack, index);
    if (other.status === 3) {
      if (other.ancestor < module.ancestor) module.ancestor = other.ancestor;
    } else {
      other = other.root;
      if (other.error !== undefined) throw other.error.v;
    }
    if (other.async && other.status !== 5) {
      module.pending++;
      @append(other.parents, module);
    }
  }
  if (module.pending > 0 || module.plan.async) {
    module.async = true;
    module.order = ++@modules.order;
    if (module.pending === 0) @executeAsync(module);
  } else {
    @executeModule(module);
  }
  if (module.ancestor === module.index) {
    do {
      other = stack[stack.length - 1];
      stack.length--;
      other.status = other.async ? 4 : 5;
      other.root = module;
    } while (other !== module);
  }
  return index;
};

// Evaluate: the promise. The module is linked.
@register('evaluateModule', function (module) {
  var stack = [], i;
  if (module.status >= 4 && module.root !== undefined) module = module.root;
  if (module.top !== undefined) return module.top;
  module.top = @newPromise();
  try {
    evaluate(module, stack, 0);
  } catch (e) {
    for (i = 0; i < stack.length; i++) {
      stack[i].status = 5;
      stack[i].error = {v: e};
      if (stack[i].root === undefined) stack[i].root = stack[i];
    }
    @settle(module.top, 2, e);
    return module.top;
  }
  if (!module.async) @resolve(module.top, undefined);
  return module.top;
});

//---- section
'use strict';
// The program itself: loads, links and evaluates; a promise for the end of it. Throws what fails before evaluation.
@register('runModule', function (key, plan) {
  var module = @makeModule(key, plan);
  @define(@modules.cache, key, module);
  @loadGraph(module);
  @linkModule(module);
  return @evaluateModule(module);
});

@register('namespaceOfKey', function (key) {
  return @namespaceOf(@modules.cache[key]);
});

// What the program itself exports as its default.
@register('defaultOfKey', function (key) {
  var found = @resolveExport(@modules.cache[key], 'default', []);
  return found === null || found === 'ambiguous' ? undefined : (0, @getterOf(found))();
});

@register('forgetModules', function (all) {
  @modules.main = undefined;
  if (all) {
    @modules.cache = @create(null);
    @modules.required = @create(null);
  } else {
    @intrinsic('forgetUnfinished')();
  }
});

// ---- import()

// ContinueDynamicImport, in two jobs. data: {module, promise, stage}
@register('continueImport', function (data, mode, value) {
  var evaluated;
  if (mode === 2) return @settle(data.promise, 2, value);
  try {
    if (data.stage === 0) {
      data.stage = 1;
      @linkModule(data.module);
      evaluated = @evaluateModule(data.module);
      @react(evaluated, {kind: 3, run: @intrinsic('continueImport'), data: data}, undefined, undefined);
      return;
    }
    value = @namespaceOf(data.module);
  } catch (e) {
    return @settle(data.promise, 2, e);
  }
  @resolve(data.promise, value);
});

//---- section
'use strict';
// The type that a module is to be of, undefined for any.
@register('checkImportOptions', function (options) {
  var attributes, it, value, type;
  if (options === undefined) return;
  if (!@isObject(options)) throw new @TypeError('The second argument of import() must be an object');
  attributes = options.with;
  if (attributes === undefined) return;
  if (!@isObject(attributes)) throw new @TypeError("The 'options.with' property must be an object");
  it = @iterate(@enumerableKeys(attributes));
  while (@more(it)) {
    value = attributes[it.v];
    if (typeof value !== 'string') throw new @TypeError('Import attribute value must be a string');
    if (it.v !== 'type' || value !== 'json') throw new @TypeError('Import attribute "' + it.v + '" is not supported');
    type = value;
  }
  return type;
});

//---- section
'use strict';
@register('import', function (specifier, options, unit) {
  var promise = @newPromise(), module, loaded, type;
  try {
    specifier = @string(specifier);
    type = @checkImportOptions(options);
    module = @requestModule(specifier, unit);
    if (type === 'json' && module.format !== 2) throw new @TypeError("Module '" + module.key + "' is not of type \"json\"");
    @loadGraph(module);
  } catch (e) {
    @settle(promise, 2, e);
    return promise;
  }
  loaded = @newPromise();
  @resolve(loaded, undefined);
  @react(loaded, {kind: 3, run: @continueImport, data: {module: module, promise: promise, stage: 0}}, undefined, undefined);
  return promise;
});
