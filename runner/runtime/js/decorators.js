// Decorators: what language/emitter_decorators.cc calls. Part of the runtime, in the dialect with `@` for byte 6; see
// ../README.md. Runs in sealed runners; hostile are all values that come from scripts.
//
// A class's decorations are a record {metadata, statics, instances, classes}: the metadata object, and the functions that
// decorators of static methods, of the other methods and of the class have given to addInitializer. A decorated field or
// accessor has a record of its own: {get, set, initializers, extra}. A list of decorators holds each before its receiver,
// in the order of the source.

'use strict';
var symbol = Symbol('Symbol.metadata');
@hide(Symbol, 'metadata', symbol, 0);
@hide(Function.prototype, symbol, null, 0);
@register('metadata', symbol);

//---- section
'use strict';
@register('decoratorObject', function (v) {
  if (!@isObject(v)) throw new @TypeError('Cannot access a decorated element of ' + @describe(v));
});

//---- section
'use strict';
// CreateDecoratorAccessObject. `slot` is the private name, or undefined.
@register('decoratorAccess', function (kind, key, slot) {
  var access = {};
  if (kind !== 2) {
    @define(access, 'get', function (object) {
      '@{1;1;get}';
      @decoratorObject(object);
      return slot === undefined ? object[key] : @privateGet(object, slot);
    });
  }
  if (kind >= 2) {
    @define(access, 'set', function (object, value) {
      '@{1;2;set}';
      @decoratorObject(object);
      if (slot === undefined) object[key] = value;
      else @privateSet(object, slot, value);
    });
  }
  return @define(access, 'has', function (object) {
    '@{1;1;has}';
    @decoratorObject(object);
    return slot === undefined ? key in object : @privateHas(object, slot);
  });
});

// CreateAddInitializerFunction.
@register('decoratorAdder', function (list, state) {
  return function (initializer) {
    '@{1;1;addInitializer}';
    if (state.finished) throw new @TypeError('addInitializer called after the decorator has returned');
    if (typeof initializer !== 'function') throw new @TypeError('An initializer must be a function, not ' + @describe(initializer));
    @append(list, initializer);
  };
});

// What a decorator may return: undefined, or a function.
@register('decoratorResult', function (value, what) {
  if (value !== undefined && typeof value !== 'function')
    throw new @TypeError(what + ' must be a function or undefined, not ' + @describe(value));
  return value;
});

//---- section
'use strict';
@register('decorations', function (constructor, derived) {
  var parent = derived ? @superConstructor(constructor)[@metadata] : null;
  return {metadata: @create(parent), statics: [], instances: [], classes: []};
});

// The accessor's parts that a decorator wants to replace.
@register('decoratedAccessor', function (record, result) {
  var part;
  if (result === undefined) return;
  if (!@isObject(result))
    throw new @TypeError("An accessor's decorator must return an object or undefined, not " + @describe(result));
  part = @decoratorResult(result.get, "A decorated accessor's get");
  if (part !== undefined) record.get = part;
  part = @decoratorResult(result.set, "A decorated accessor's set");
  if (part !== undefined) record.set = part;
  part = @decoratorResult(result.init, "A decorated accessor's init");
  if (part !== undefined) @append(record.initializers, part);
});

//---- section
'use strict';
var kinds = ['method', 'getter', 'setter', 'field', 'accessor'];

// ApplyDecoratorsToElementDefinition. `flags`: index in `kinds`, + 8 static; `value`: the function, or an accessor's {get, set}.
@register('decorate', function (decorations, decorators, flags, key, slot, value) {
  var kind = flags & 7, isStatic = flags > 7, list = isStatic ? decorations.statics : decorations.instances;
  var record, state, result, i;
  if (typeof key === 'number') key = @string(key);
  if (kind >= 3) {
    list = [];
    record = {get: undefined, set: undefined, initializers: [], extra: list};
    if (kind === 4) {
      record.get = value.get;
      record.set = value.set;
    }
  }
  for (i = decorators.length - 2; i >= 0; i -= 2) {
    if (kind >= 3) value = kind === 4 ? {get: record.get, set: record.set} : undefined;
    state = {finished: false};
    result = @call(decorators[i], decorators[i + 1], value, {
      kind: kinds[kind], access: @decoratorAccess(kind, key, slot), 'static': isStatic, 'private': slot !== undefined,
      name: key, addInitializer: @decoratorAdder(list, state), metadata: decorations.metadata,
    });
    state.finished = true;
    if (kind === 4) {
      @decoratedAccessor(record, result);
      continue;
    }
    @decoratorResult(result, "A " + kinds[kind] + "'s decorator's result");
    if (result === undefined) continue;
    if (kind === 3) @append(record.initializers, result);
    else value = result;
  }
  return record === undefined ? value : record;
});

//---- section
'use strict';
var defineProperty = Object.defineProperty;

// ApplyDecoratorsToClassDefinition; the metadata becomes a property of what comes out.
@register('decorateClass', function (decorations, decorators, name, constructor) {
  var descriptor = @create(null), state, result, i;
  if (decorators !== undefined) {
    for (i = decorators.length - 2; i >= 0; i -= 2) {
      state = {finished: false};
      result = @call(decorators[i], decorators[i + 1], constructor, {
        kind: 'class', name: name, addInitializer: @decoratorAdder(decorations.classes, state),
        metadata: decorations.metadata,
      });
      state.finished = true;
      if (@decoratorResult(result, "A class's decorator's result") !== undefined) constructor = result;
    }
  }
  descriptor.value = decorations.metadata;
  descriptor.writable = descriptor.configurable = true;
  descriptor.enumerable = false;
  defineProperty(constructor, @metadata, descriptor);
  return constructor;
});

// A field's first value: the initialisers that decorators have returned come after its own, outermost first.
@register('initialValue', function (record, object, value) {
  var list = record.initializers, i;
  for (i = list.length - 1; i >= 0; i--) value = @call(list[i], object, value);
  return value;
});

@register('runInitializers', function (list, object) {
  var i;
  for (i = 0; i < list.length; i++) @call(list[i], object);
});
