// Modules: loading, linking, namespaces. module_evaluation.js is the rest. ECMAScript 2023, 16.2.1. Part of the runtime, in the
// dialect with `@` for byte 6; see ../README.md. Runs in sealed runners; hostile are all values that come from scripts.
//
// A translated module (`plan`) is what ../../language/README.md says. A record has its plan, the records of its requests,
// and the coroutine of its code, which stands behind the hoisting once it is linked and at the end once it is evaluated.
// status: 0 new, 1 linking, 2 linked, 3 evaluating, 4 evaluating asynchronously, 5 evaluated. An error is kept as {v}.
//
// format: 0 an ES module, 1 CommonJS, 2 JSON. The latter two have a plan without anything, and `exported`, once evaluated:
// names and values in turn, the first is `default`. What they export is not known when others are linked to them.

'use strict';
@register('modules', {cache: @create(null), required: @create(null), main: undefined, order: 0});

@register('moduleReady', function (getters, link) {
  var c = @state.current;
  c.getters = getters;
  c.link = link;
  @state.yielded = 1;
  @suspend(undefined);
});

@register('indexOf', function (list, name) {
  for (var i = 0; i < list.length; i++) if (list[i] === name) return i;
  return -1;
});

@register('sorted', (function (sort) {
  return function (list) {
    return @apply(sort, list, []);
  };
})([].sort));

//---- section
'use strict';
// ---- loading

@register('makeModule', function (key, plan) {
  return {
    key: key, plan: plan, status: 0, error: undefined, dependencies: undefined, coroutine: undefined, meta: undefined,
    namespace: undefined, index: 0, ancestor: 0, root: undefined, async: false, order: 0, pending: 0, parents: [],
    top: undefined, linkedTo: false, failure: undefined, format: 0, code: undefined, exported: undefined, mixed: false,
    module: undefined, require: undefined, asker: undefined, children: undefined, done: false,
  };
});
@register('emptyPlan', {requests: [], imports: [], locals: [], indirect: [], stars: [], async: false, code: undefined});

//---- section
'use strict';
// Compiles what a key means. asker: 0 an import, 1 `require`.
@register('loadModule', function (key, asker) {
  var record = @makeModule(key, @emptyPlan), compiled;
  try {
    compiled = @intrinsic('compileModule')(key, record, asker);
    if (record.format === 0) record.plan = compiled;
    else record.code = compiled;
  } catch (e) {
    record.failure = {v: e};
  }
  @define(@modules.cache, key, record);
  return record;
});

//---- section
'use strict';
// The record of what `specifier` means in a module (its key) or another text (its unit's number).
@register('requestModule', function (specifier, referrer) {
  var key = @intrinsic('resolveModule')(specifier, referrer, 0), known = @modules.cache[key];
  if (known === undefined) known = @loadModule(key, 0);
  if (known.failure !== undefined) throw known.failure.v;
  return known;
});

//---- section
'use strict';
// LoadRequestedModules: the whole graph, breadth first.
@register('loadGraph', function (root) {
  var open = [root], at, i, module, requests, list;
  for (at = 0; at < open.length; at++) {
    module = open[at];
    if (module.dependencies !== undefined) continue;
    requests = module.plan.requests;
    list = [];
    for (i = 0; i < requests.length; i++) @append(list, @requestModule(requests[i], module.key));
    module.dependencies = list;
    for (i = 0; i < list.length; i++) if (list[i].dependencies === undefined) @append(open, list[i]);
  }
});

@register('dependency', function (module, request) {
  return module.dependencies[typeof request === 'number' ? request : @indexOf(module.plan.requests, request)];
});

//---- section
'use strict';
// ---- what modules export that are none of ES

@register('exportedIndex', function (module, name) {
  var list = module.exported, i;
  if (list !== undefined) for (i = 0; i < list.length; i += 2) if (list[i] === name) return i;
  return -1;
});
@register('exportedKeys', function (module) {
  var list = module.exported, names = ['default'], i;
  if (list !== undefined) for (i = 2; i < list.length; i += 2) @append(names, list[i]);
  return names;
});
@register('notEvaluated', function (module) {
  return new @ReferenceError("Cannot access what '" + module.key + "' exports before it has been evaluated");
});

//---- section
'use strict';
// Of a list of modules: the first one that exports the name counts.
@register('exportedValue', function (list, name) {
  var i, at;
  for (at = 0; at < list.length; at++) {
    i = @exportedIndex(list[at], name);
    if (i >= 0) return list[at].exported[i + 1];
    if (list[at].exported === undefined) throw @notEvaluated(list[at]);
  }
});
@register('exportsNothing', function (list, name) {
  for (var i = 0; i < list.length; i++)
    if (list[i].exported === undefined || @exportedIndex(list[i], name) >= 0) return false;
  return true;
});

//---- section
'use strict';
// ResolveExport. Gives {module, index} for a variable, {module, index: -1} for a namespace, {module, index: -2, name} for
// what modules that are none of ES (`list`) may turn out to export, null, or 'ambiguous'. `seen` is a list of modules and
// names in turn.
var resolveExport = function (module, name, seen) {
  var plan = module.plan, i, found, star = null, entry;
  for (i = 0; i < seen.length; i += 2) if (seen[i] === module && seen[i + 1] === name) return null;
  @append(seen, module, name);
  if (module.format !== 0) return {module: module, index: -2, name: name, list: [module]};
  i = @indexOf(plan.locals, name);
  if (i >= 0) return {module: module, index: i};
  for (i = 0; i < plan.indirect.length; i++) {
    entry = plan.indirect[i];
    if (entry[0] !== name) continue;
    if (entry[2] === null) return {module: @dependency(module, entry[1]), index: -1};
    return resolveExport(@dependency(module, entry[1]), entry[2], seen);
  }
  if (name === 'default') return null;
  for (i = 0; i < plan.stars.length; i++) {
    found = resolveExport(@dependency(module, plan.stars[i]), name, seen);
    if (found === 'ambiguous') return found;
    if (found === null) continue;
    if (star === null || star.index === -2) star = found.index === -2 && star !== null ? together(star, found) : found;
    else if (found.index === -2) continue;
    else if (found.module !== star.module || found.index !== star.index) return 'ambiguous';
  }
  return star;
};
var together = function (a, b) {
  var list = [], i;
  for (i = 0; i < a.list.length; i++) @append(list, a.list[i]);
  for (i = 0; i < b.list.length; i++) @append(list, b.list[i]);
  return {module: a.module, index: -2, name: a.name, list: list};
};
@register('resolveExport', resolveExport);

// GetExportedNames.
var exportedNames = function (module, seen) {
  var plan = module.plan, names = [], i, j, more;
  if (@indexOf(seen, module) >= 0) return names;
  @append(seen, module);
  if (module.format !== 0) return @exportedKeys(module);
  for (i = 0; i < plan.locals.length; i++) @append(names, plan.locals[i]);
  for (i = 0; i < plan.indirect.length; i++) @append(names, plan.indirect[i][0]);
  for (i = 0; i < plan.stars.length; i++) {
    more = exportedNames(@dependency(module, plan.stars[i]), seen);
    for (j = 0; j < more.length; j++)
      if (more[j] !== 'default' && @indexOf(names, more[j]) < 0) @append(names, more[j]);
  }
  return names;
};
@register('exportedNames', exportedNames);

//---- section
'use strict';
// GetModuleNamespace. The object's properties are getters; what shows them as data properties is native.
var namespaceOf = function (module) {
  var names, i, found, getters, namespace;
  if (module.namespace !== undefined) return module.namespace;
  if (module.format !== 0 && module.exported === undefined) throw @notEvaluated(module);
  names = @sorted(@exportedNames(module, []));
  getters = [];
  for (i = 0; i < names.length; i++) {
    found = @resolveExport(module, names[i], []);
    if (found !== null && found !== 'ambiguous') @append(getters, names[i], getterOf(found));
  }
  namespace = @makeNamespace(getters);
  return module.namespace = namespace;
};
// A function that reads what an export was resolved to. A module that is not linked yet has none of its own.
var getterOf = function (found) {
  var module = found.module, index = found.index, name, list, coroutine = module.coroutine;
  if (index === -2) {
    name = found.name;
    list = found.list;
    return function () {
      return @exportedValue(list, name);
    };
  }
  if (index < 0)
    return function () {
      return namespaceOf(module);
    };
  if (coroutine !== undefined && coroutine.getters !== undefined) return coroutine.getters[index];
  return function () {
    return module.coroutine.getters[index]();
  };
};
@register('namespaceOf', namespaceOf);
@register('getterOf', getterOf);

//---- section
'use strict';
// ---- linking

@register('missingExport', function (module, request, name, found) {
  return new @SyntaxError(found === null
      ? "The requested module '" + @dependency(module, request).key + "' does not provide an export named '" + name + "'"
      : "The requested module '" + @dependency(module, request).key + "' contains conflicting star exports for name '" +
            name + "'");
});

@register('metaOf', function (module) {
  if (module.meta === undefined) {
    module.meta = @create(null);
    @define(module.meta, 'url', module.key);
    @define(module.meta, 'filename', module.key);
    @define(module.meta, 'dirname', @intrinsic('folderOfModule')(module.key));
  }
  return module.meta;
});

//---- section
'use strict';
// InitializeEnvironment: checks the exports that come from elsewhere and the imports, then hoists.
@register('initialize', function (module) {
  var plan = module.plan, i, entry, found, c;
  for (i = 0; i < plan.indirect.length; i++) {
    entry = plan.indirect[i];
    found = @resolveExport(module, entry[0], []);
    if (found === null || found === 'ambiguous') throw @missingExport(module, entry[1], entry[2], found);
  }
  for (i = 0; i < plan.imports.length; i++) {
    entry = plan.imports[i];
    if (entry[1] === null) continue;
    found = @resolveExport(@dependency(module, entry[0]), entry[1], []);
    if (found === null || found === 'ambiguous') throw @missingExport(module, entry[0], entry[1], found);
  }
  if (module.coroutine !== undefined || module.format !== 0) return;
  c = {
    kind: 2, run: @runAsync, ended: 0, thread: @coroutine(@asyncEntry), body: plan.code, self: undefined,
    args: [function () {
      return @metaOf(module);
    }], mode: 1, sent: undefined, promise: undefined, getters: undefined, link: undefined,
  };
  module.coroutine = c;
  entry = @advance(c);
  @state.yielded = 0;
  if (c.ended === 2) throw entry;
});

// Gives the module's code its imports. All modules that it imports from have been initialised.
@register('connect', function (module) {
  var plan = module.plan, getters = [], i, entry, target;
  if (module.linkedTo) return;
  module.linkedTo = true;
  if (module.format !== 0) return;
  for (i = 0; i < plan.imports.length; i++) {
    entry = plan.imports[i];
    target = @dependency(module, entry[0]);
    target = entry[1] === null ? {module: target, index: -1} : @resolveExport(target, entry[1], []);
    if (target.index === -2) module.mixed = true;
    @append(getters, @getterOf(target));
  }
  if (module.coroutine.link !== undefined) @apply(module.coroutine.link, undefined, getters);
});

//---- section
'use strict';
// InnerModuleLinking and InnerModuleEvaluation walk the graph alike: `linked` collects what was visited.
var link = function (module, stack, index, linked) {
  var i, other;
  if (module.status !== 0) return index;
  module.status = 1;
  module.index = module.ancestor = index++;
  @append(stack, module);
  for (i = 0; i < module.dependencies.length; i++) {
    other = module.dependencies[i];
    index = link(other, stack, index, linked);
    if (other.status === 1 && other.ancestor < module.ancestor) module.ancestor = other.ancestor;
  }
  @initialize(module);
  if (module.ancestor === module.index) {
    do {
      other = stack[stack.length - 1];
      stack.length--;
      other.status = 2;
      @append(linked, other);
    } while (other !== module);
  }
  return index;
};
@register('linkModule', function (module) {
  var stack = [], linked = [], i;
  try {
    link(module, stack, 0, linked);
  } catch (e) {
    for (i = 0; i < stack.length; i++) stack[i].status = 0;
    throw e;
  }
  for (i = 0; i < linked.length; i++) @connect(linked[i]);
});

