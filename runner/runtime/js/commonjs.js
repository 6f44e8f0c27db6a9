// CommonJS: `require` and what belongs to it, and how it meets ES modules. Part of the runtime, in the dialect with `@` for byte
// 6; see ../README.md and modules.js. Runs in sealed runners; hostile are all values that come from scripts.
//
// A record's `module` is what the script sees under that name; there is one from the moment its code begins to run.
// modules.required is `require.cache`: scripts may delete from it and put into it, and `require` believes it.

'use strict';
@register('coded', function (error, code) {
  @define(error, 'code', code);
  return error;
});

// `Cannot find module` with who has required whom.
@register('withRequireStack', function (error, id, parent) {
  var stack = [], text = "Cannot find module '" + id + "'\nRequire stack:", at;
  for (at = parent; at !== undefined; at = at.asker) {
    @append(stack, at.key);
    text += '\n- ' + at.key;
    if (stack.length === 100) break;
  }
  @hide(error, 'message', text, 5);
  @define(error, 'requireStack', stack);
  return error;
});

//---- section
'use strict';
// The key of what `id` means in the module `parent`.
@register('resolveRequired', function (id, parent) {
  var found;
  if (typeof id !== 'string')
    throw @coded(new @TypeError('The "id" argument must be of type string. Received ' + @describe(id)), 'ERR_INVALID_ARG_TYPE');
  if (id === '')
    throw @coded(new @TypeError("The argument 'id' must be a non-empty string. Received ''"), 'ERR_INVALID_ARG_VALUE');
  found = @intrinsic('resolveModule')(id, parent.key, 1);
  if (typeof found === 'string') return found;
  throw @withRequireStack(found, id, parent);
});

// A module is the child of the one that required it first.
@register('adopt', function (parent, child) {
  var children = parent.children;
  if (@indexOf(children, child) < 0) @append(children, child);
});

//---- section
'use strict';
// ---- ES modules in `require`

// What keeps a module from being evaluated at once: 0 nothing, 1 it or one that it imports is being evaluated, 2 something is
// awaited at the top.
var obstacle = function (module, seen) {
  var i, found = 0, other;
  if (@indexOf(seen, module) >= 0 || module.status === 5) return 0;
  @append(seen, module);
  if (module.status === 1 || module.status === 3) return 1;
  if (module.plan.async || module.status === 4) return 2;
  for (i = 0; i < module.dependencies.length; i++) {
    other = obstacle(module.dependencies[i], seen);
    if (other === 1) return 1;
    if (other === 2) found = 2;
  }
  return found;
};
@register('requireNamespace', function (module) {
  var top, found;
  if (module.status === 0) {
    @loadGraph(module);
    @linkModule(module);
  }
  found = obstacle(module, []);
  if (found === 1)
    throw @coded(new @Error("Cannot require() ES Module '" + module.key + "' in a cycle."), 'ERR_REQUIRE_CYCLE_MODULE');
  if (found === 2)
    throw @coded(new @Error("require() cannot be used on an ESM graph with top-level await. Use import() instead. Module: '" +
        module.key + "'"), 'ERR_REQUIRE_ASYNC_MODULE');
  if (module.status === 5 && module.error !== undefined) throw module.error.v;
  top = @evaluateModule(module);
  @throwReason(top);
  return @namespaceOf(module);
});

//---- section
'use strict';
// ---- CommonJS and JSON in `require`

// The code runs with its module in the cache, so that cycles end; when it throws, it was never there.
@register('runCommonJs', function (record) {
  var module = record.module, code = record.code, done = false;
  record.code = undefined;
  @define(@modules.required, record.key, module);
  try {
    @apply(code, module.exports, [module.exports, record.require, module, record.key, @intrinsic('folderOfModule')(record.key)]);
    done = true;
  } finally {
    if (!done && @modules.required[record.key] === module) delete @modules.required[record.key];
  }
  record.done = true;
  module.loaded = true;
});

//---- section
'use strict';
// Makes the module and runs it. `parent` is the record that asks, undefined for an import.
@register('loadRequired', function (record, parent) {
  @intrinsic('makeCommonJs')(record, parent, parent === undefined ? undefined : parent.module);
  if (parent !== undefined) @adopt(parent, record.module);
  if (record.format === 1) return @runCommonJs(record);
  @define(record.module, 'exports', record.code);
  @define(record.module, 'loaded', true);
  record.done = true;
  @define(@modules.required, record.key, record.module);
});

//---- section
'use strict';
@register('requireFrom', function (id, parent) {
  var key = @resolveRequired(id, parent), known = @modules.required[key], record;
  if (known !== undefined) {
    @adopt(parent, known);
    return known.exports;
  }
  record = @modules.cache[key];
  // One that has run and is in the cache no more runs again.
  if (record === undefined || record.module !== undefined) record = @loadModule(key, 1);
  if (record.failure !== undefined) throw record.failure.v;
  if (record.format === 0) return @requireNamespace(record);
  @loadRequired(record, parent);
  return record.module.exports;
});

//---- section
'use strict';
// A module's `require`.
@register('makeRequire', function (record) {
  var require = function (id) {
    '@{1;1;require}';
    return @requireFrom(id, record);
  };
  var resolve = function (request) {
    '@{1;2;resolve}';
    return @resolveRequired(request, record);
  };
  @define(resolve, 'paths', function (request) {
    '@{1;1;paths}';
    return @intrinsic('pathsOfModule')(record.key);
  });
  @define(require, 'resolve', resolve);
  @define(require, 'main', @intrinsic('mainModule')());
  @define(require, 'cache', @modules.required);
  return require;
});

//---- section
'use strict';
// What a module's code finds as `module` and `require`. The program's own has the id '.'.
@register('makeCommonJs', function (record, asker, parent) {
  var main = record === @modules.main;
  var module = {
    id: main ? '.' : record.key, path: @intrinsic('folderOfModule')(record.key), exports: {}, filename: record.key, loaded: false,
    children: [], paths: @intrinsic('pathsOfModule')(record.key),
  };
  record.children = module.children;
  record.asker = asker;
  record.module = module;
  @hide(module, 'parent', main ? null : parent, 5);
  record.require = @makeRequire(record);
  @hide(module, 'require', record.require, 5);
});

//---- section
'use strict';
// ---- the program itself

// Its module, made when it is first asked for; undefined when the program is an ES module.
@register('mainModule', function () {
  var record = @modules.main, key;
  if (record === undefined) {
    key = @intrinsic('mainScript')();
    if (key === undefined) return undefined;
    record = @makeModule(key, @emptyPlan);
    record.format = 1;
    @modules.main = record;
    @makeCommonJs(record, undefined, undefined);
    @define(@modules.required, key, record.module);
  }
  return record.module;
});

// A program that its name makes CommonJS: module.exports.
@register('runCommonJsMain', function (key, code) {
  @intrinsic('mainModule')();
  @modules.main.code = code;
  @define(@modules.cache, key, @modules.main);
  @runCommonJs(@modules.main);
  return @modules.main.module.exports;
});

//---- section
'use strict';
// What a script finds around it: 0 require, 1 module, 2 exports, 3 __filename, 4 __dirname.
@register('commonJsName', function (which) {
  var module = @mainModule(), record = @modules.main;
  if (module === undefined) return undefined;
  if (which === 0) return record.require;
  if (which === 1) return module;
  if (which === 2) return module.exports;
  return which === 3 ? record.key : @intrinsic('folderOfModule')(record.key);
});

// ---- CommonJS and JSON in `import`

// The names and values that importers see: `default`, and the own enumerable properties as they are now.
@register('exportsOf', function (value, format) {
  var list = ['default', value], keys, i, name, part;
  if (format === 2 || !@isObject(value)) return list;
  keys = @enumerableKeys(value);
  for (i = 0; i < keys.length; i++) {
    name = keys[i];
    if (name === 'default') continue;
    part = undefined;
    try {
      part = value[name];
    } catch (e) {
      part = undefined;
    }
    @append(list, name, part);
  }
  return list;
});

//---- section
'use strict';
// Evaluates a module of these kinds for those that import it.
@register('executeOther', function (record) {
  var module = @modules.required[record.key];
  if (module === undefined || module === null) {
    if (record.module === undefined) @loadRequired(record, undefined);
    module = record.module;
  }
  record.exported = @exportsOf(module.exports, record.format);
});

// Between two runs of a session: what was interrupted is forgotten.
@register('forgetUnfinished', function () {
  var old = @modules.cache, required = @modules.required, cache = @create(null), keys = @enumerableKeys(old), i, record;
  for (i = 0; i < keys.length; i++) {
    record = old[keys[i]];
    if (record.failure === undefined && record.error === undefined &&
        (record.format === 0 || record.module === undefined ? record.status === 5 : record.done))
      @define(cache, keys[i], record);
    else if (record.module !== undefined) delete required[keys[i]];
  }
  @modules.cache = cache;
});
