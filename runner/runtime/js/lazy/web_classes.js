// How the lazy parts make classes as the standards of the web want them. Loaded by other parts; see ../../README.md. In the
// dialect with `@` for byte 6. Runs in sealed runners; hostile are all values that come from scripts.
//
// An object's record lies under a hidden key and names its owner: see "Hidden keys" there.

'use strict';
@register('recordIn', function (object, slot) {
  var record = typeof object === 'object' && object !== null ? object[slot] : undefined;
  return record !== undefined && record.owner === object ? record : undefined;
});
@register('illegalInvocation', function (name) {
  return @coded(new @TypeError('Value of "this" must be of type ' + name), 'ERR_INVALID_THIS');
});

//---- section
'use strict';
@register('thisRecord', function (object, slot, name) {
  var record = @recordIn(object, slot);
  if (record === undefined) throw @illegalInvocation(name);
  return record;
});

@register('missing', function (names, given) {
  var list = '', i;
  for (i = 0; i < names.length; i++) list += (i === 0 ? '' : i + 1 < names.length ? ', ' : ' and ') + '"' + names[i] + '"';
  return @coded(new @TypeError('The ' + list + ' argument' + (names.length > 1 ? 's' : '') + ' must be specified'), 'ERR_MISSING_ARGS');
});

// An object for a constructor call; a TypeError without `new`.
@register('construction', function (newTarget, prototype, slot, record, name) {
  if (newTarget === undefined) throw new @TypeError('Class constructor ' + name + " cannot be invoked without 'new'");
  record.owner = @instance(newTarget, prototype);
  @hide(record.owner, slot, record, 0);
  return record.owner;
});

// Chains and tag of a class whose constructor bears a mark. `parent`: the class above, or undefined.
@register('webClass', function (constructor, name, parent) {
  if (parent !== undefined) {
    @setPrototype(constructor, parent);
    @setPrototype(constructor.prototype, parent.prototype);
  }
  @hide(constructor, 'prototype', constructor.prototype, 0);
  @hide(constructor.prototype, @toStringTag, name, 4);
  return constructor.prototype;
});

// Methods and read-only attributes of a prototype: functions by their names, with marks of their own.
@register('webMembers', function (prototype, methods, attributes) {
  var keys = @enumerableKeys(methods), i;
  for (i = 0; i < keys.length; i++) @method(prototype, keys[i], methods[keys[i]], 4);
  if (attributes === undefined) return;
  keys = @enumerableKeys(attributes);
  for (i = 0; i < keys.length; i++) @method(prototype, keys[i], attributes[keys[i]], 5);
});
