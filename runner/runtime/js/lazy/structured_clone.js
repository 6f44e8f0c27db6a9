// structuredClone. Loaded when a program first calls it; see ../../README.md. In the dialect with `@` for byte 6. Runs in sealed
// runners; hostile are all values that come from scripts.
//
// The numbers of classes are those of ../../../engine/duktape_unit.h. What goes deeper than the engine's calls is a RangeError.

'use strict';
@from('dom_exception.js', 'domError');

//---- section
'use strict';
function cannotClone(value) {
  var text = typeof value === 'symbol' ? @inspectText(value)
      : typeof value === 'function' ? @apply(@functionText, value, []) : '#<' + @constructorName(value) + '>';
  return @domError(text + ' could not be cloned.', 'DataCloneError');
}

var views = [@Int8Array, @Uint8Array, @Uint8ClampedArray, @Int16Array, @Uint16Array, @Int32Array, @Uint32Array, @Float32Array,
  @Float64Array, @BigInt64Array, @BigUint64Array];

// How each kind is made anew, without what is in it; undefined for a plain object.
function cloneShell(value, kind, state) {
  var buffer, place;
  if (kind === 2) return [];
  if (kind === 6) return new @Date(@call(@dateValue, value));
  if (kind === 11) return @regexp(value.source, value.flags);
  if (kind === 5 || kind === 10 || kind === 12) return new (kind === 5 ? @Boolean : kind === 10 ? @Number : @String)(@innerValue(value));
  if (kind === 17) return @Object(@innerValue(value));
  if (kind === 19) return @call(@bufferSlice, value, 0);
  if (kind >= 20 && kind <= 31) {
    buffer = kind === 20 ? @call(@dataViewBuffer, value) : @call(@viewBuffer, value);
    place = @viewPlace(value, buffer);
    return @construct(kind === 20 ? @DataView : views[kind - 21], [cloneValue(buffer, state), place[0], place[1]]);
  }
  switch (@collectionKind(value)) {
    case 1: return new @Map();
    case 2: return new @Set();
    case 0: break;
    default: throw cannotClone(value);
  }
  if (kind === 1 && @hasHiddenParts(value)) throw cannotClone(value);
  if (kind !== 1 && kind !== 4) throw cannotClone(value);
}

var errors = {EvalError: @EvalError, RangeError: @RangeError, ReferenceError: @ReferenceError, SyntaxError: @SyntaxError,
  TypeError: @TypeError, URIError: @URIError};

function cloneError(value, state) {
  var name = value.name, message = @ownDescriptor(value, 'message'), stack = value.stack, made, cause;
  name = name === undefined ? 'Error' : @string(name);
  made = new (@hasOwn(errors, name) ? errors[name] : @Error)();
  @call(@mapSet, state.seen, value, made);
  if (message !== undefined && @hasOwn(message, 'value')) @hide(made, 'message', @string(message.value), 5);
  if (stack !== undefined) @hide(made, 'stack', @string(stack), 5);
  cause = @ownDescriptor(value, 'cause');
  if (cause !== undefined && @hasOwn(cause, 'value')) @hide(made, 'cause', cloneValue(cause.value, state), 5);
  return made;
}

// What is in the collection or the object.
function cloneContent(value, kind, made, state) {
  var keys, i, list;
  if (kind >= 5) return;
  switch (@collectionKind(value)) {
    case 1:
      list = @collectionEntries(value);
      for (i = 0; i < list.length; i += 2) @call(@mapSet, made, cloneValue(list[i], state), cloneValue(list[i + 1], state));
      return;
    case 2:
      list = @collectionEntries(value);
      for (i = 0; i < list.length; i++) @call(@setAdd, made, cloneValue(list[i], state));
      return;
  }
  keys = @enumerableKeys(value);
  for (i = 0; i < keys.length; i++) if (@hasOwn(value, keys[i])) @define(made, keys[i], cloneValue(value[keys[i]], state));
  if (kind === 2) made.length = value.length;
}

function cloneValue(value, state) {
  var kind, made;
  if (typeof value === 'symbol' || typeof value === 'function') throw cannotClone(value);
  if (typeof value !== 'object' || value === null) return value;
  made = @call(@mapGet, state.seen, value);
  if (made !== undefined) return made;
  kind = @classOf(value);
  if (kind === 100 || kind === 14) throw cannotClone(value);
  if (@isError(value)) return cloneError(value, state);
  made = cloneShell(value, kind, state);
  if (made === undefined) made = {};
  @call(@mapSet, state.seen, value, made);
  cloneContent(value, kind, made, state);
  return made;
}

function transferOf(options) {
  var list = options.transfer, i;
  list = list === undefined ? [] : @spread([], list);
  for (i = 0; i < list.length; i++) {
    if (!@isObject(list[i])) throw new @TypeError('A value to be transferred must be an object. ' + @received(list[i]));
    if (@classOf(list[i]) !== 19) throw @domError('Value not transferable', 'DataCloneError');
    if (@indexOf(list, list[i]) !== i) throw @domError('Duplicate ArrayBuffer in transfer list', 'DataCloneError');
  }
  return list;
}

@lazy('structuredClone', function (value, options) {
  '@{1;0;structuredClone}';
  var transfer = [], made, i;
  if (arguments.length === 0) throw @coded(new @TypeError('The "value" argument must be specified'), 'ERR_MISSING_ARGS');
  if (options !== undefined && options !== null) {
    if (!@isObject(options))
      throw @coded(new @TypeError('The "options" argument must be of type object. ' + @received(options)), 'ERR_INVALID_ARG_TYPE');
    transfer = transferOf(options);
  }
  made = cloneValue(value, {seen: new @Map()});
  for (i = 0; i < transfer.length; i++) @detach(transfer[i]);
  return made;
});
